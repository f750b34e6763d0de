// case: rwakeup without a sleeper is lost: the thread sleeps, and threadmain waits behind it
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static QLock gate;
static Rendez changed;

static void wait_for(void *arg) {
    qlock(&gate);
    rsleep(&changed); // finding: lost-wakeup
    qunlock(&gate);
    sendul(arg, 1);
}

void threadmain(int argc, char **argv) {
    Channel *done = chancreate(sizeof(ulong), 0);
    changed.l = &gate;
    threadcreate(wait_for, done, STACK);
    qlock(&gate);
    rwakeup(&changed);
    qunlock(&gate);
    recvul(done);
    threadexitsall(nil);
}
