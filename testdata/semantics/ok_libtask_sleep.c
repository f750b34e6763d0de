// case: a sleep gives the lock back and takes it again; only without that would it hang
// run: -- -std=gnu11 -I rules/models/libtask/include
#include <stdlib.h>
#include <task.h>

enum { STACK = 32768 };
static Channel *never;

static void hang(void) {
    chanrecvul(never);
}

static QLock lock;
static Rendez changed;
static int ready;

static void set(void *argument) {
    qlock(&lock);
    ready = 1;
    taskwakeup(&changed);
    qunlock(&lock);
}

void taskmain(int argc, char **argv) {
    never = chancreate(sizeof(unsigned long), 0);
    changed.l = &lock;
    taskcreate(set, NULL, STACK);
    qlock(&lock);
    while (!ready) tasksleep(&changed);
    qunlock(&lock);
    if (!(ready == 1)) hang();
    taskexitall(0);
}
