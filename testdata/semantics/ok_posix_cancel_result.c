// case: a join gets PTHREAD_CANCELED of a thread that was canceled; only without that would it hang
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

static sem_t none;

static void *wait_long(void *arg) {
    sem_wait(&none);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    void *result;
    sem_init(&none, 0, 0);
    pthread_create(&thread, NULL, wait_long, NULL);
    pthread_cancel(thread);
    pthread_join(thread, &result);
    if (!(result == PTHREAD_CANCELED)) hang();
    return 0;
}
