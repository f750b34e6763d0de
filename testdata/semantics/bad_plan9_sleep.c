// case: rsleep gives the lock away and ends with rwakeup; here that leads into a receive without end
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *never;

static void hang(void) {
    recvul(never); // finding: receive-never-sent
}

static QLock gate;
static Rendez changed;
static int ready;

static void set(void *arg) {
    qlock(&gate);
    ready = 1;
    rwakeup(&changed);
    qunlock(&gate);
}

void threadmain(int argc, char **argv) {
    never = chancreate(sizeof(ulong), 0);
    changed.l = &gate;
    threadcreate(set, nil, STACK);
    qlock(&gate);
    while (!ready) rsleep(&changed);
    if (ready == 1) hang();
    qunlock(&gate);
    threadexitsall(nil);
}
