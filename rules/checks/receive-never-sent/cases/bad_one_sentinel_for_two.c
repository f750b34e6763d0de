// case: two workers each wait for an end mark, and main sends only one
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *work(void *arg) {
    void *job;
    do {
        chan_recv(arg, &job); // finding: receive-never-sent
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
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
