// case: two procs count in one variable, and procs run in parallel
#include <libc.h>
#include <thread.h>
#include <u.h>

static int served;
static Channel *done;

static void serve(void *unused) {
    served++; // finding: data-race
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
