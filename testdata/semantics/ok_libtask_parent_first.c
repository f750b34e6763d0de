// case: a new task does not run before its creator waits; only without that would it hang
// run: -- -std=gnu11 -I rules/models/libtask/include
#include <stdlib.h>
#include <task.h>

enum { STACK = 32768 };
static Channel *never;

static void hang(void) {
    chanrecvul(never);
}

static int ran;

static void work(void *argument) {
    ran = 1;
}

void taskmain(int argc, char **argv) {
    never = chancreate(sizeof(unsigned long), 0);
    taskcreate(work, NULL, STACK);
    if (!(ran == 0)) hang();
    taskexitall(0);
}
