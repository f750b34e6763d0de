// case: a started coroutine runs at once, up to its first wait; here that leads into a receive without end
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value); // finding: receive-never-sent
}

static int started;

static void run(int argc, void *argv[]) {
    started = 1;
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_start(run, 0);
    if (started) hang();
    return 0;
}
