// case: a try to send on a channel without a buffer and without a receiver gives -1; only without that would it hang
// run: -- -std=gnu11 -I rules/models/libtask/include
#include <stdlib.h>
#include <task.h>

enum { STACK = 32768 };
static Channel *never;

static void hang(void) {
    chanrecvul(never);
}

void taskmain(int argc, char **argv) {
    never = chancreate(sizeof(unsigned long), 0);
    Channel *channel = chancreate(sizeof(unsigned long), 0);
    if (!(channbsendul(channel, 1) == -1)) hang();
    taskexitall(0);
}
