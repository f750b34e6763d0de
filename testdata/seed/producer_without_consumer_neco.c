// case: a producer sends, and its consumer is never started
#include "neco.h"

static const bool start_consumer = false;

static void produce(int argc, void *argv[]) {
    neco_chan *ch = argv[0];
    int value = 1;
    neco_chan_send(ch, &value); // finding: send-never-received
}

static void consume(int argc, void *argv[]) {
    neco_chan *ch = argv[0];
    int value;
    neco_chan_recv(ch, &value);
}

int neco_main(int argc, char **argv) {
    neco_chan *ch;
    neco_chan_make(&ch, sizeof(int), 0);
    neco_start(produce, 1, ch);
    if (start_consumer) neco_start(consume, 1, ch);
    neco_sleep(NECO_MILLISECOND);
    return 0;
}
