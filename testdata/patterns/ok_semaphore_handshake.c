// case: a semaphore says when the channel is there
#include <semaphore.h>
#include <pthread.h>
#include "chan.h"
static sem_t ready;
static chan_t *c;
static void *w(void *a) {
    c = chan_init(1);
    sem_post(&ready);
    chan_recv(c, NULL);
    return NULL;
}
int main(void) {
    pthread_t t;
    sem_init(&ready, 0, 0);
    pthread_create(&t, NULL, w, NULL);
    sem_wait(&ready);
    chan_send(c, &t);
    pthread_join(t, NULL);
    return 0;
}
