// case: when threadmain returns the other threads go on: this one is left waiting
#include <u.h>

#include <libc.h>
#include <thread.h>

enum { STACK = 32768 };

int threadmaybackground(void) {
    return 1;
}

static void take(void *arg) {
    recvul(arg); // finding: receive-never-sent
}

void threadmain(int argc, char **argv) {
    threadcreate(take, chancreate(sizeof(ulong), 0), STACK);
}
