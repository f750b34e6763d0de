// case: a wait takes what a post gave, not before; here that leads into a receive without end
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

static sem_t given;
static atomic_int set;

static void *work(void *arg) {
    set = 1;
    sem_post(&given);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    sem_init(&given, 0, 0);
    pthread_create(&thread, NULL, work, NULL);
    sem_wait(&given);
    if (set) hang();
    pthread_join(thread, NULL);
    return 0;
}
