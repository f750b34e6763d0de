// case: pthread_exit ends the thread where it stands; here that leads into a receive without end
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

static atomic_int went_on;

static void *run(void *arg) {
    pthread_exit(NULL);
    went_on = 1;
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    if (went_on == 0) hang();
    return 0;
}
