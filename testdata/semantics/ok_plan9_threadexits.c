// case: threadexits ends the thread where it stands; only without that would it hang
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *never;

static void hang(void) {
    recvul(never);
}

static int went_on;

static void finish(Channel *done) {
    sendul(done, 1);
    threadexits(nil);
}

static void run(void *arg) {
    finish(arg);
    went_on = 1;
}

void threadmain(int argc, char **argv) {
    never = chancreate(sizeof(ulong), 0);
    Channel *done = chancreate(sizeof(ulong), 0);
    threadcreate(run, done, STACK);
    recvul(done);
    yield();
    if (!(went_on == 0)) hang();
    threadexitsall(nil);
}
