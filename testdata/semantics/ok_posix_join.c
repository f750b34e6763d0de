// case: a join waits for the end of the thread; only without that would it hang
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

static atomic_int ended;

static void *run(void *arg) {
    ended = 1;
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    if (!(ended)) hang();
    return 0;
}
