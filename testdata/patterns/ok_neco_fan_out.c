// case: n jobs to k workers until the channel is closed; a wait group counts the workers
#include "neco.h"
static neco_waitgroup group;
static void work(int argc, void *argv[]) {
    neco_chan *jobs = argv[0];
    int job;
    while (neco_chan_recv(jobs, &job) == NECO_OK)
        printf("%d\n", job);
    neco_chan_release(jobs);
    neco_waitgroup_done(&group);
}
int neco_main(int argc, char **argv) {
    neco_chan *jobs;
    int k = argc + 3, n = argc + 3;
    neco_waitgroup_init(&group);
    neco_chan_make(&jobs, sizeof(int), 0);
    neco_waitgroup_add(&group, k);
    for (int i = 0; i < k; i++) {
        neco_chan_retain(jobs);
        neco_start(work, 1, jobs);
    }
    for (int i = 0; i < n; i++)
        neco_chan_send(jobs, &i);
    neco_chan_close(jobs);
    neco_waitgroup_wait(&group);
    neco_chan_release(jobs);
    return 0;
}
