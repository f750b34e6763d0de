// case: who sets the flag also sends a job that wakes the thread
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

static chan_t *jobs;
static volatile int stop;

static void *work(void *arg) {
    void *job;
    while (!stop) {
        chan_recv(jobs, &job);
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
    chan_send(jobs, NULL);
    pthread_join(worker, NULL);
    return 0;
}
