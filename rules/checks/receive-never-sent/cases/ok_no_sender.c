// case: the worker says that it is done
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *work(void *arg) {
    chan_send(arg, NULL);
    return NULL;
}

int main(void) {
    chan_t *done = chan_init(1);
    pthread_t worker;
    pthread_create(&worker, NULL, work, done);
    chan_recv(done, NULL);
    pthread_join(worker, NULL);
    return 0;
}
