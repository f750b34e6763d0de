// case: main drains the channel after it has closed it, which makes room for the sender
#include "neco.h"

static void produce(int argc, void *argv[]) {
    neco_chan *ch = argv[0];
    int value = 1;
    neco_chan_send(ch, &value);
    neco_chan_send(ch, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *ch;
    int value;
    neco_chan_make(&ch, sizeof(int), 1);
    neco_start(produce, 1, ch);
    int64_t producer = neco_lastid();
    neco_chan_close(ch);
    while (neco_chan_recv(ch, &value) == NECO_OK) {
    }
    neco_join(producer);
    return 0;
}
