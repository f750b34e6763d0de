// case: the function that asks the channel yields before it comes back with nothing
#include "neco.h"
#include <stdbool.h>

struct queue {
    neco_chan *items;
};

static bool queue_take(struct queue *queue, int *item) {
    int status = neco_chan_tryrecv(queue->items, item);
    if (status != NECO_OK) {
        neco_yield();
        return false;
    }
    return true;
}

static void produce(int argc, void *argv[]) {
    struct queue *queue = argv[0];
    int value = 1;
    neco_yield();
    neco_chan_send(queue->items, &value);
}

int neco_main(int argc, char **argv) {
    struct queue queue;
    int item;
    neco_chan_make(&queue.items, sizeof(int), 1);
    neco_start(produce, 1, &queue);
    while (!queue_take(&queue, &item)) {
    }
    return 0;
}
