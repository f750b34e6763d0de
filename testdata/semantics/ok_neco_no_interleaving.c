// case: between two switches a coroutine is alone; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

static int busy, seen;

static void work(int argc, void *argv[]) {
    for (int i = 0; i < 2; i++) {
        seen += busy;
        busy = 1;
        busy = 0;
        neco_yield();
    }
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_start(work, 0);
    int64_t first = neco_lastid();
    neco_start(work, 0);
    neco_join(neco_lastid());
    neco_join(first);
    if (!(seen == 0)) hang();
    return 0;
}
