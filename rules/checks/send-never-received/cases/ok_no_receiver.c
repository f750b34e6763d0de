// case: a coroutine takes the value
#include "neco.h"

static void receiver(int argc, void *argv[]) {
    neco_chan *ch = argv[0];
    int value;
    neco_chan_recv(ch, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *ch;
    int value = 1;
    neco_chan_make(&ch, sizeof(int), 0);
    neco_start(receiver, 1, ch);
    neco_chan_send(ch, &value);
    return 0;
}
