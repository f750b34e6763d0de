// case: the receiver closes what the sender has closed
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static chan_t *values;

static void *receive(void *arg) {
    while (chan_recv(values, NULL) == 0) continue;
    chan_close(values); // finding: close-twice
    return arg;
}

int main(void) {
    pthread_t receiver;
    values = chan_init(0);
    pthread_create(&receiver, NULL, receive, NULL);
    chan_send(values, NULL);
    chan_close(values);
    pthread_join(receiver, NULL);
    return 0;
}
