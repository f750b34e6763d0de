// case: a lock left behind for writing is not one left behind for reading
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
static pthread_rwlock_t l;
static void *work(void *c) {
    if (getpid() > 7)
        pthread_rwlock_rdlock(&l);
    else
        pthread_rwlock_wrlock(&l); // finding: unlock-missing
    return NULL;
}
static void *send(void *c) {
    pthread_rwlock_rdlock(&l);
    chan_send(c, c);
    return NULL;
}
int main(void) {
    pthread_rwlock_init(&l, NULL);
    chan_t *c = chan_init(0);
    pthread_t a, b;
    pthread_create(&a, NULL, work, c);
    pthread_join(a, NULL);
    pthread_create(&b, NULL, send, c);
    chan_recv(c, NULL);
    return 0;
}
