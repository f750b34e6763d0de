// case: closing the channel does not release a sender that waits for room in it
#include "neco.h"

static void produce(int argc, void *argv[]) {
    neco_chan *ch = argv[0];
    int value = 1;
    neco_chan_send(ch, &value);
    neco_chan_send(ch, &value); // finding: send-never-received
}

int neco_main(int argc, char **argv) {
    neco_chan *ch;
    neco_chan_make(&ch, sizeof(int), 1);
    neco_start(produce, 1, ch);
    int64_t producer = neco_lastid();
    neco_chan_close(ch);
    neco_join(producer); // step: send-never-received
    return 0;
}
