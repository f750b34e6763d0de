// case: the worker selects on jobs and stop, and main closes a third channel to stop it
#include "neco.h"

static void work(int argc, void *argv[]) {
    neco_chan *jobs = argv[0], *stop = argv[1];
    neco_chan_select(2, jobs, stop); // finding: select-never-ready
}

int neco_main(int argc, char **argv) {
    neco_chan *jobs, *stop, *done;
    neco_chan_make(&jobs, sizeof(int), 0);
    neco_chan_make(&stop, sizeof(int), 0);
    neco_chan_make(&done, sizeof(int), 0);
    neco_start(work, 2, jobs, stop);
    int64_t worker = neco_lastid();
    neco_chan_close(done);
    neco_join(worker); // step: select-never-ready
    return 0;
}
