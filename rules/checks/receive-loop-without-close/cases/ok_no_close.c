// case: the producer closes the channel after the last value
#include "neco.h"

static void consume(int argc, void *argv[]) {
    neco_chan *queue = argv[0];
    neco_waitgroup *group = argv[1];
    int value;
    while (neco_chan_recv(queue, &value) == NECO_OK) {
    }
    neco_waitgroup_done(group);
}

static void produce(neco_chan *queue) {
    for (int i = 0; i < 3; i++) neco_chan_send(queue, &i);
    neco_chan_close(queue);
}

int neco_main(int argc, char **argv) {
    neco_chan *queue;
    neco_waitgroup group;
    neco_chan_make(&queue, sizeof(int), 1);
    neco_waitgroup_init(&group);
    neco_waitgroup_add(&group, 1);
    neco_start(consume, 2, queue, &group);
    produce(queue);
    neco_waitgroup_wait(&group);
    return 0;
}
