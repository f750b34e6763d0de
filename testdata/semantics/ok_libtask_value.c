// case: a channel hands over the value; only without that would it hang
// run: -- -std=gnu11 -I rules/models/libtask/include
#include <stdlib.h>
#include <task.h>

enum { STACK = 32768 };
static Channel *never;

static void hang(void) {
    chanrecvul(never);
}

static void work(void *channel) {
    chansendul(channel, 7);
}

void taskmain(int argc, char **argv) {
    never = chancreate(sizeof(unsigned long), 0);
    Channel *channel = chancreate(sizeof(unsigned long), 0);
    taskcreate(work, channel, STACK);
    if (!(chanrecvul(channel) == 7)) hang();
    taskexitall(0);
}
