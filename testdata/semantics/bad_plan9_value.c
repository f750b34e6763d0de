// case: a value arrives as it was sent, in order; here that leads into a receive without end
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

static Channel *never;

static void hang(void) {
    recvul(never); // finding: receive-never-sent
}

static void give(void *arg) {
    sendul(arg, 7);
    sendul(arg, 8);
}

void threadmain(int argc, char **argv) {
    never = chancreate(sizeof(ulong), 0);
    Channel *ch = chancreate(sizeof(ulong), 0);
    threadcreate(give, ch, STACK);
    ulong first = recvul(ch), second = recvul(ch);
    if (first == 7 && second == 8) hang();
    threadexitsall(nil);
}
