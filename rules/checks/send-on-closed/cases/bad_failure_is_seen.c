// case: a value is lost that was sent after the close, and nobody looks
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
    chan_send(jobs, job); // finding: send-on-closed
    pthread_join(closer, NULL);
    return 0;
}
