// case: a try of a held lock fails; here that leads into a wait without end
// run: -- -std=gnu11 -I rules/models/libtask/include
#include <stdlib.h>
#include <task.h>

enum { STACK = 32768 };
static Channel *never;

static void hang(void) {
    chanrecvul(never); // finding: receive-never-sent
}

static QLock lock;
static int got;

static void try_it(void *argument) {
    got = canqlock(&lock);
}

void taskmain(int argc, char **argv) {
    never = chancreate(sizeof(unsigned long), 0);
    qlock(&lock);
    taskcreate(try_it, NULL, STACK);
    taskyield();
    if (got == 0) hang();
    taskexitall(0);
}
