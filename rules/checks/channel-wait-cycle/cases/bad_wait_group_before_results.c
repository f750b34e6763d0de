// case: main waits for all workers, and the workers wait for main to take their results
#include "neco.h"

static void worker(int argc, void *argv[]) {
    neco_chan *results = argv[0];
    neco_waitgroup *group = argv[1];
    int value = 1;
    neco_chan_send(results, &value); // finding: channel-wait-cycle
    neco_waitgroup_done(group);
}

int neco_main(int argc, char **argv) {
    neco_chan *results;
    neco_waitgroup group;
    int value;
    neco_chan_make(&results, sizeof(int), 0);
    neco_waitgroup_init(&group);
    neco_waitgroup_add(&group, 2);
    neco_start(worker, 2, results, &group);
    neco_start(worker, 2, results, &group);
    neco_waitgroup_wait(&group); // step: channel-wait-cycle
    neco_chan_recv(results, &value);
    neco_chan_recv(results, &value);
    return 0;
}
