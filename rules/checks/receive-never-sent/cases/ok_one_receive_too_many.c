// case: main receives as many values as the worker sends, for any number of values
#include "neco.h"

struct job {
    neco_chan *results;
    int count;
};

static void work(int argc, void *argv[]) {
    struct job *job = argv[0];
    for (int i = 0; i < job->count; i++) neco_chan_send(job->results, &i);
}

int neco_main(int argc, char **argv) {
    struct job job = {.count = argc};
    int value;
    neco_chan_make(&job.results, sizeof(int), 0);
    neco_start(work, 1, &job);
    for (int i = 0; i < job.count; i++) neco_chan_recv(job.results, &value);
    return 0;
}
