// case: a job on the heap reports its end to its owner, which does not wait when it is told to hurry
#include "chan.h"
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct job {
    chan_t *done;
    pthread_t thread;
    void (*report)(struct job *job);
};

static void report_end(struct job *job) {
    chan_send(job->done, job); // finding: blocked-task-leak
}

static void *job_run(void *arg) {
    struct job *job = arg;
    job->report(job);
    return NULL;
}

static struct job *job_start(size_t capacity) {
    struct job *job = malloc(sizeof *job);
    job->done = chan_init(capacity);
    job->report = report_end;
    pthread_create(&job->thread, NULL, job_run, job);
    return job;
}

static void job_wait(struct job *job, bool hurry) {
    if (!hurry) chan_recv(job->done, NULL);
}

int main(int argc, char **argv) {
    struct job *job = job_start(0);
    job_wait(job, argc > 1);
    return 0;
}
