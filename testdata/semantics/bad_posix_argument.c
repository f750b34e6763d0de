// case: a thread gets the argument that was given; here that leads into a receive without end
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

static int got;

static void *run(void *arg) {
    got = *(int *)arg;
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    int value = 6;
    pthread_create(&thread, NULL, run, &value);
    pthread_join(thread, NULL);
    if (got == 6) hang();
    return 0;
}
