// case: a receive with a deadline that nobody serves ends with NECO_TIMEDOUT; here that leads into a receive without
// end
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value); // finding: receive-never-sent
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_chan *ch;
    int value;
    neco_chan_make(&ch, sizeof(int), 0);
    int got = neco_chan_recv_dl(ch, &value, neco_now() + NECO_MILLISECOND);
    if (got == NECO_TIMEDOUT) hang();
    return 0;
}
