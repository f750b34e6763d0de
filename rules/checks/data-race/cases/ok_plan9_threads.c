// case: threads of one proc run one at a time and count in one variable
#include <libc.h>
#include <thread.h>
#include <u.h>

static int served;
static Channel *done;

static void serve(void *unused) {
    served++;
    yield();
    served++;
    sendul(done, 1);
}

void threadmain(int argc, char **argv) {
    done = chancreate(sizeof(ulong), 0);
    threadcreate(serve, nil, 8192);
    threadcreate(serve, nil, 8192);
    served++;
    recvul(done);
    recvul(done);
    print("%d\n", served);
    threadexitsall(nil);
}
