// case: two tasks wait crosswise: each sends to the other before it receives
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static chan_t *to_worker, *to_main;

static void *worker(void *arg) {
    chan_send(to_main, arg); // finding: channel-wait-cycle
    chan_recv(to_worker, NULL);
    return NULL;
}

int main(void) {
    pthread_t thread;
    to_worker = chan_init(0);
    to_main = chan_init(0);
    pthread_create(&thread, NULL, worker, NULL);
    chan_send(to_worker, NULL); // step: channel-wait-cycle
    chan_recv(to_main, NULL);
    pthread_join(thread, NULL);
    return 0;
}
