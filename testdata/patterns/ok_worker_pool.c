// case: a pool of workers between two buffered channels, for any number of jobs
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
#include <stdio.h>
#define N 4
static chan_t *jobs, *results;
static void *worker(void *a) {
    void *j;
    while (chan_recv(jobs, &j) == 0)
        chan_send(results, j);
    return NULL;
}
int main(int argc, char **argv) {
    pthread_t t[N];
    int n = argc > 1 ? atoi(argv[1]) : 10;
    jobs = chan_init(n);
    results = chan_init(n);
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, worker, NULL);
    for (int i = 0; i < n; i++)
        chan_send(jobs, (void *)(long)i);
    chan_close(jobs);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    for (int i = 0; i < n; i++) {
        void *r;
        chan_recv(results, &r);
        printf("%ld\n", (long)r);
    }
    chan_dispose(jobs);
    chan_dispose(results);
    return 0;
}
