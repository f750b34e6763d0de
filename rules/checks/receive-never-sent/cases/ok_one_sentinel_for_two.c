// case: each of the two workers gets its end mark
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *work(void *arg) {
    void *job;
    do {
        chan_recv(arg, &job);
    } while (job != NULL);
    return NULL;
}

int main(void) {
    chan_t *jobs = chan_init(4);
    pthread_t one, two;
    pthread_create(&one, NULL, work, jobs);
    pthread_create(&two, NULL, work, jobs);
    chan_send(jobs, jobs);
    chan_send(jobs, NULL);
    chan_send(jobs, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
