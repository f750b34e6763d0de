// case: the receive stands in a function that says whether there is more, and there is never an end
#include "neco.h"
#include <stdbool.h>

static bool next_job(neco_chan *jobs, int *job) {
    if (neco_chan_recv(jobs, job) != NECO_OK) return false; // finding: receive-loop-without-close
    return true;
}

static void work(int argc, void *argv[]) {
    neco_chan *jobs = argv[0];
    int job, done = 0;
    while (next_job(jobs, &job)) done++;
}

int neco_main(int argc, char **argv) {
    neco_chan *jobs;
    int job = 7;
    neco_chan_make(&jobs, sizeof(int), 0);
    neco_start(work, 1, jobs);
    int64_t worker = neco_lastid();
    neco_chan_send(jobs, &job);
    neco_join(worker); // step: receive-loop-without-close
    return 0;
}
