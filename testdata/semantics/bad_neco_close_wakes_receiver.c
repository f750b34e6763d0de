// case: closing gives a blocked receiver NECO_CLOSED; here that leads into a receive without end
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value); // finding: receive-never-sent
}

static int got;

static void take(int argc, void *argv[]) {
    int value;
    got = neco_chan_recv(argv[0], &value);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_chan *ch;
    neco_chan_make(&ch, sizeof(int), 0);
    neco_start(take, 1, ch);
    int64_t taker = neco_lastid();
    neco_chan_close(ch);
    neco_join(taker);
    if (got == NECO_CLOSED) hang();
    return 0;
}
