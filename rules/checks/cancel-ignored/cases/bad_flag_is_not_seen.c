// case: a flag tells the thread to end, and the thread waits for its next job and does not see it
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

static chan_t *jobs;
static volatile int stop;

static void *work(void *arg) {
    void *job;
    while (!stop) {
        chan_recv(jobs, &job); // finding: cancel-ignored
    }
    return NULL;
}

int main(void) {
    pthread_t worker;
    jobs = chan_init(4);
    pthread_create(&worker, NULL, work, NULL);
    chan_send(jobs, jobs);
    usleep(10000);
    stop = 1; // finding: volatile-is-not-atomic
    pthread_join(worker, NULL); // step: cancel-ignored
    return 0;
}
