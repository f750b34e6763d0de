// case: what a thread of another proc has counted is read after its message
#include <libc.h>
#include <thread.h>
#include <u.h>

static int ticks;
static Channel *done;

static void tick(void *unused) {
    ticks++;
    sendul(done, 1);
}

static void start(void *unused) {
    threadcreate(tick, nil, 8192);
}

void threadmain(int argc, char **argv) {
    done = chancreate(sizeof(ulong), 0);
    proccreate(start, nil, 8192);
    recvul(done);
    print("%d\n", ticks);
    threadexitsall(nil);
}
