// case: one task sends on an unbuffered channel and another receives: the two meet
#include "neco.h"

static void sender(int argc, void *argv[]) {
    neco_chan *ch = argv[0];
    int value = 42;
    neco_chan_send(ch, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *ch;
    int value;
    neco_chan_make(&ch, sizeof(int), 0);
    neco_start(sender, 1, ch);
    neco_chan_recv(ch, &value);
    return 0;
}
