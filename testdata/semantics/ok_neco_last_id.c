// case: neco_lastid names the coroutine that was started last; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

static int ended;

static void quick(int argc, void *argv[]) {}

static void slow(int argc, void *argv[]) {
    neco_yield();
    neco_yield();
    ended = 1;
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_start(quick, 0);
    neco_start(slow, 0);
    neco_join(neco_lastid());
    if (!(ended)) hang();
    return 0;
}
