// case: a try receive takes from a sender that waits; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

static void give(int argc, void *argv[]) {
    int value = 7;
    neco_chan_send(argv[0], &value);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_chan *ch;
    int value = 0;
    neco_chan_make(&ch, sizeof(int), 0);
    neco_start(give, 1, ch);
    int got = neco_chan_tryrecv(ch, &value);
    if (!(got == NECO_OK)) hang();
    return 0;
}
