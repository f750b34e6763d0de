// case: threads run between any two accesses: it may see it down; here that leads into a receive without end
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

static atomic_int busy;

static void *work(void *arg) {
    busy = 1;
    busy = 0;
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_create(&thread, NULL, work, NULL);
    if (!busy) hang();
    pthread_join(thread, NULL);
    return 0;
}
