// case: a sender that was blocked before the close can still hand over its value; here that leads into a receive
// without end
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value); // finding: receive-never-sent
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
    neco_chan_close(ch);
    int first = neco_chan_recv(ch, &value);
    int second = neco_chan_recv(ch, &value);
    if (first == NECO_OK && second == NECO_CLOSED) hang();
    return 0;
}
