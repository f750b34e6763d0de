// case: nobody passes a barrier before all have come; here that leads into a receive without end
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static pthread_barrier_t barrier;
static atomic_int come;

static void *arrive(void *arg) {
    come++;
    pthread_barrier_wait(&barrier);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&thread, NULL, arrive, NULL);
    pthread_barrier_wait(&barrier);
    if (come == 1) hang();
    pthread_join(thread, NULL);
    return 0;
}
