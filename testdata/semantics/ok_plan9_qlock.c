// case: a held QLock keeps the other thread out until it is released; only without that would it hang
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *never;

static void hang(void) {
    recvul(never);
}

static QLock gate;
static int busy, seen;

static void work(void *arg) {
    qlock(&gate);
    seen += busy;
    busy = 1;
    yield();
    busy = 0;
    qunlock(&gate);
    sendul(arg, 1);
}

void threadmain(int argc, char **argv) {
    never = chancreate(sizeof(ulong), 0);
    Channel *done = chancreate(sizeof(ulong), 2);
    threadcreate(work, done, STACK);
    threadcreate(work, done, STACK);
    recvul(done);
    recvul(done);
    if (!(seen == 0)) hang();
    threadexitsall(nil);
}
