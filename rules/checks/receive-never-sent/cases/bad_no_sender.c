// case: main receives from a channel that nobody sends on
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *work(void *arg) {
    return NULL;
}

int main(void) {
    chan_t *done = chan_init(1);
    pthread_t worker;
    pthread_create(&worker, NULL, work, done);
    chan_recv(done, NULL); // finding: receive-never-sent
    pthread_join(worker, NULL);
    return 0;
}
