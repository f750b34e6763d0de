// case: a worker sends one value more than main receives, for any number of values
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

struct job {
    chan_t *results;
    int count;
};

static void *work(void *arg) {
    struct job *job = arg;
    for (int i = 0; i <= job->count; i++) chan_send(job->results, job); // finding: send-never-received
    return NULL;
}

int main(int argc, char **argv) {
    struct job job = {chan_init(0), argc};
    pthread_t worker;
    pthread_create(&worker, NULL, work, &job);
    for (int i = 0; i < job.count; i++) chan_recv(job.results, NULL);
    pthread_join(worker, NULL); // step: send-never-received
    return 0;
}
