// case: it jumps over it
#include "neco.h"
#include <stdlib.h>

static neco_chan *done;

static int step(void) {
    return rand() % 2;
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&done, 0, 0);
    if (step()) {
        neco_chan_close(done);
        neco_chan_release(done);
        return 1;
    }
    neco_chan_close(done);
    neco_chan_release(done);
    return 0;
}
