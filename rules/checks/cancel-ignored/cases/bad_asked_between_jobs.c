// case: a thread asks between two jobs whether it should end, and is then blocked waiting for the next
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

static chan_t *jobs, *stop;
static int done;

static void *work(void *arg) {
    void *job;
    while (!chan_is_closed(stop)) {
        chan_recv(jobs, &job); // finding: cancel-ignored
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
    pthread_join(worker, NULL); // step: cancel-ignored
    return 0;
}
