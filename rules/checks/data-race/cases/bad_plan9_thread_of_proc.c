// case: a thread that a proc starts runs in that proc, beside the main proc
#include <libc.h>
#include <thread.h>
#include <u.h>

static int ticks;
static Channel *done;

static void tick(void *unused) {
    ticks++; // finding: data-race
    sendul(done, 1);
}

static void start(void *unused) {
    threadcreate(tick, nil, 8192);
}

void threadmain(int argc, char **argv) {
    done = chancreate(sizeof(ulong), 0);
    proccreate(start, nil, 8192);
    print("%d\n", ticks); // step: data-race
    recvul(done);
    threadexitsall(nil);
}
