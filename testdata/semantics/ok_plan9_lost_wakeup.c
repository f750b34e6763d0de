// case: the thread is asleep when rwakeup comes
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static QLock gate;
static Rendez changed;

static void wait_for(void *arg) {
    qlock(&gate);
    rsleep(&changed);
    qunlock(&gate);
    sendul(arg, 1);
}

void threadmain(int argc, char **argv) {
    Channel *done = chancreate(sizeof(ulong), 0);
    changed.l = &gate;
    threadcreate(wait_for, done, STACK);
    yield();
    qlock(&gate);
    rwakeup(&changed);
    qunlock(&gate);
    recvul(done);
    threadexitsall(nil);
}
