// case: a new proc may run before or after its creator goes on: here the creator is first; here that leads into a
// receive without end
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *never;

static void hang(void) {
    recvul(never); // finding: receive-never-sent
}

static QLock gate;
static int started;

static void run(void *arg) {
    qlock(&gate);
    started = 1;
    qunlock(&gate);
    sendul(arg, 1);
}

void threadmain(int argc, char **argv) {
    never = chancreate(sizeof(ulong), 0);
    Channel *done = chancreate(sizeof(ulong), 1);
    int seen;
    proccreate(run, done, STACK);
    qlock(&gate);
    seen = started;
    qunlock(&gate);
    recvul(done);
    if (!seen) hang();
    threadexitsall(nil);
}
