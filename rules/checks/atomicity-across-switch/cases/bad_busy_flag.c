// case: a device is taken by a flag that is set only behind the pause
#include <libc.h>
#include <thread.h>
#include <u.h>

static int busy;

static void use(void *unused) {
    (void)unused;
    if (busy) return; // step: atomicity-across-switch
    yield();
    busy = 1; // finding: atomicity-across-switch
    yield();
    busy = 0;
}

void threadmain(int argc, char **argv) {
    (void)argc, (void)argv;
    threadcreate(use, nil, 8192);
    threadcreate(use, nil, 8192);
}
