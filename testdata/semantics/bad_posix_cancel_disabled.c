// case: a thread that does not let itself be canceled goes on; here that leads into a receive without end
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static sem_t ready, go;

static void *work(void *arg) {
    int old;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
    sem_post(&ready);
    sem_wait(&go);
    return &go;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    void *result;
    sem_init(&ready, 0, 0);
    sem_init(&go, 0, 0);
    pthread_create(&thread, NULL, work, NULL);
    sem_wait(&ready);
    pthread_cancel(thread);
    sem_post(&go);
    pthread_join(thread, &result);
    if (result == &go) hang();
    return 0;
}
