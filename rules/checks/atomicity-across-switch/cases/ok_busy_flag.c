// case: the flag is set at once
#include <libc.h>
#include <thread.h>
#include <u.h>

static int busy;

static void use(void *unused) {
    (void)unused;
    if (busy) return;
    busy = 1;
    yield();
    yield();
    busy = 0;
}

void threadmain(int argc, char **argv) {
    (void)argc, (void)argv;
    threadcreate(use, nil, 8192);
    threadcreate(use, nil, 8192);
}
