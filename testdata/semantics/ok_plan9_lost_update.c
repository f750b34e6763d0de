// case: a yield between load and store lets the other thread in; only without that would it hang
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *never;

static void hang(void) {
    recvul(never);
}

static int counter;

static void count(void *arg) {
    int old = counter;
    yield();
    counter = old + 1; // finding: atomicity-across-switch
    sendul(arg, 1);
}

void threadmain(int argc, char **argv) {
    never = chancreate(sizeof(ulong), 0);
    Channel *done = chancreate(sizeof(ulong), 2);
    threadcreate(count, done, STACK);
    threadcreate(count, done, STACK);
    recvul(done);
    recvul(done);
    if (!(counter == 1)) hang();
    threadexitsall(nil);
}
