// case: when threadmain returns the other threads go on, and here they end
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

int threadmaybackground(void) {
    return 1;
}

static void take(void *arg) {
    recvul(arg);
}

static void give(void *arg) {
    sendul(arg, 1);
}

void threadmain(int argc, char **argv) {
    Channel *ch = chancreate(sizeof(ulong), 0);
    threadcreate(take, ch, STACK);
    threadcreate(give, ch, STACK);
}
