// case: a worker's own flag tells it to end, while it hands over what nobody takes any more
#include "neco.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

struct worker {
    atomic_bool stop;
    neco_chan *output;
    neco_waitgroup running;
};

static void put(struct worker *worker, int value) {
    neco_chan_send(worker->output, &value); // finding: cancel-ignored
}

static void produce(int argc, void *argv[]) {
    struct worker *worker = argv[0];
    for (int i = 0; !atomic_load(&worker->stop); i++) put(worker, i);
    neco_waitgroup_done(&worker->running);
}

int neco_main(int argc, char **argv) {
    struct worker *worker = calloc(1, sizeof *worker);
    int value;
    neco_chan_make(&worker->output, sizeof(int), 0);
    neco_waitgroup_init(&worker->running);
    neco_waitgroup_add(&worker->running, 1);
    neco_start(produce, 1, worker);
    neco_chan_recv(worker->output, &value);
    atomic_store(&worker->stop, true);
    neco_waitgroup_wait(&worker->running); // step: cancel-ignored
    return 0;
}
