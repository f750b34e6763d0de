// case: a proc waits for a flag that nothing makes visible
#include <libc.h>
#include <thread.h>
#include <u.h>

static int is_ready;
static int value;

static void make(void *unused) {
    value = 7;
    is_ready = 1; // finding: data-race
}

void threadmain(int argc, char **argv) {
    proccreate(make, nil, 8192);
    while (!is_ready) // step: data-race
        yield();
    print("%d\n", value);
    threadexitsall(nil);
}
