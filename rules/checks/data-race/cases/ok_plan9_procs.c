// case: two procs count in one variable under a lock
#include <libc.h>
#include <thread.h>
#include <u.h>

static QLock counting;
static int served;
static Channel *done;

static void serve(void *unused) {
    qlock(&counting);
    served++;
    qunlock(&counting);
    sendul(done, 1);
}

void threadmain(int argc, char **argv) {
    done = chancreate(sizeof(ulong), 0);
    proccreate(serve, nil, 8192);
    proccreate(serve, nil, 8192);
    recvul(done);
    recvul(done);
    print("%d\n", served);
    threadexitsall(nil);
}
