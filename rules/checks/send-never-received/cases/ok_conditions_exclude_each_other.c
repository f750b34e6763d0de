// case: the receiver is started in the mode in which a value is sent
#include "chan.h"
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

static void *receive(void *arg) {
    chan_recv(arg, NULL);
    return NULL;
}

static void publish(chan_t *log, bool verbose) {
    if (verbose) chan_send(log, log);
}

int main(int argc, char **argv) {
    chan_t *log = chan_init(0);
    bool verbose = argc > 1;
    pthread_t receiver;
    if (verbose) pthread_create(&receiver, NULL, receive, log);
    publish(log, verbose);
    chan_close(log);
    if (verbose) pthread_join(receiver, NULL);
    return 0;
}
