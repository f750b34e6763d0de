// case: between two switches a thread is alone in its proc; only without that would it hang
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *never;

static void hang(void) {
    recvul(never);
}

static int busy, seen;

static void work(void *arg) {
    int i;
    for (i = 0; i < 2; i++) {
        seen += busy;
        busy = 1;
        busy = 0;
        yield();
    }
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
