// case: who tells a thread to end also ends its wait for the next job
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

static chan_t *jobs, *stop;
static int done;

static void *work(void *arg) {
    void *job;
    while (!chan_is_closed(stop)) {
        chan_recv(jobs, &job);
        done++;
    }
    return NULL;
}

int main(void) {
    pthread_t worker;
    jobs = chan_init(4);
    stop = chan_init(0);
    pthread_create(&worker, NULL, work, NULL);
    chan_send(jobs, jobs);
    usleep(10000);
    chan_close(stop);
    chan_close(jobs);
    pthread_join(worker, NULL);
    return 0;
}
