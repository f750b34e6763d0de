// case: a thread of a proc takes the number of the next window, asks another one for it, and then counts on
#include <libc.h>
#include <thread.h>
#include <u.h>

static int windows;
static Channel *granted;

static void grant(void *unused) {
    for (int i = 0; i < 2; i++) sendul(granted, 1);
}

static void open_window(void *unused) {
    int number = windows; // step: atomicity-across-switch
    recvul(granted);
    windows = number + 1; // finding: atomicity-across-switch
}

void threadmain(int argc, char **argv) {
    granted = chancreate(sizeof(ulong), 0);
    threadcreate(open_window, nil, 8192);
    threadcreate(open_window, nil, 8192);
    threadcreate(grant, nil, 8192);
    threadexits(nil);
}
