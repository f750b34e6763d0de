// case: a thread of a proc takes the number of the next window when it has been granted
#include <libc.h>
#include <thread.h>
#include <u.h>

static int windows;
static Channel *granted;

static void grant(void *unused) {
    for (int i = 0; i < 2; i++) sendul(granted, 1);
}

static void open_window(void *unused) {
    recvul(granted);
    int number = windows;
    windows = number + 1;
}

void threadmain(int argc, char **argv) {
    granted = chancreate(sizeof(ulong), 0);
    threadcreate(open_window, nil, 8192);
    threadcreate(open_window, nil, 8192);
    threadcreate(grant, nil, 8192);
    threadexits(nil);
}
