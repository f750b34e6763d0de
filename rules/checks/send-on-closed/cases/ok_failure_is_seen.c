// case: the sender looks at what the send says
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

static chan_t *jobs;

static void *close_jobs(void *arg) {
    chan_close(jobs);
    return arg;
}

int main(void) {
    pthread_t closer;
    jobs = chan_init(2);
    pthread_create(&closer, NULL, close_jobs, NULL);
    void *job = malloc(8);
    if (chan_send(jobs, job) != 0) free(job);
    pthread_join(closer, NULL);
    return 0;
}
