// case: the receiver gives a job back before it has written the result
#include "chan.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct job {
    int result;
};

static chan_t *jobs, *acks;

static void *work(void *unused) {
    void *got;
    while (chan_recv(jobs, &got) == 0) {
        struct job *job = got;
        chan_send(acks, NULL);
        job->result = 7; // finding: used-after-handoff
    }
    return unused;
}

static void hand_over(struct job *job) {
    chan_send(jobs, job);
}

static void wait_for_ack(void) {
    void *unused;
    chan_recv(acks, &unused);
}

static int result_of(const struct job *job) {
    return job->result; // step: used-after-handoff
}

static int compute(void) {
    struct job job = {0};
    hand_over(&job);
    wait_for_ack();
    return result_of(&job);
}

int main(void) {
    pthread_t worker;
    jobs = chan_init(1);
    acks = chan_init(1);
    pthread_create(&worker, NULL, work, NULL);
    printf("%d\n", compute());
    chan_close(jobs);
    pthread_join(worker, NULL);
    chan_dispose(jobs);
    chan_dispose(acks);
    return 0;
}
