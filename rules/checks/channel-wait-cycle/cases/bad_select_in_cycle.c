// case: main selects on two workers that both wait for the start that main gives only after the select
#include "neco.h"

struct run {
    neco_chan *start, *fast, *slow;
};

static void work(struct run *run, neco_chan *result) {
    int value = 0;
    neco_chan_recv(run->start, &value); // finding: channel-wait-cycle
    neco_chan_send(result, &value);
}

static void fast_worker(int argc, void *argv[]) {
    struct run *run = argv[0];
    work(run, run->fast);
}

static void slow_worker(int argc, void *argv[]) {
    struct run *run = argv[0];
    work(run, run->slow);
}

static void start_both(struct run *run) {
    int value = 1;
    neco_chan_send(run->start, &value);
    neco_chan_send(run->start, &value);
}

int neco_main(int argc, char **argv) {
    struct run run;
    neco_chan_make(&run.start, sizeof(int), 0);
    neco_chan_make(&run.fast, sizeof(int), 1);
    neco_chan_make(&run.slow, sizeof(int), 1);
    neco_start(fast_worker, 1, &run);
    neco_start(slow_worker, 1, &run);
    neco_chan_select(2, run.fast, run.slow); // step: channel-wait-cycle
    start_both(&run);
    return 0;
}
