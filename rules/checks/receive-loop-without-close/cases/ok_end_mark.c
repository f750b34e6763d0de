// case: the loop ends by a mark that is sent, and by a close as well
#include "neco.h"

static void consume(int argc, void *argv[]) {
    neco_chan *queue = argv[0];
    int value;
    while (neco_chan_recv(queue, &value) == NECO_OK)
        if (value < 0) break;
}

int neco_main(int argc, char **argv) {
    neco_chan *queue;
    int value = 1, end = -1;
    neco_chan_make(&queue, sizeof(int), 0);
    neco_start(consume, 1, queue);
    neco_chan_send(queue, &value);
    neco_chan_send(queue, &end);
    return 0;
}
