// case: a yield lets the new thread run; here that leads into a receive without end
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *never;

static void hang(void) {
    recvul(never); // finding: receive-never-sent
}

static int started;

static void run(void *arg) {
    started = 1;
}

void threadmain(int argc, char **argv) {
    never = chancreate(sizeof(ulong), 0);
    threadcreate(run, nil, STACK);
    yield();
    if (started) hang();
    threadexitsall(nil);
}
