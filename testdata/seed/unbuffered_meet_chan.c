// case: one task sends on an unbuffered channel and another receives: the two meet
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *sender(void *arg) {
    static int value = 42;
    chan_send(arg, &value);
    return NULL;
}

int main(void) {
    chan_t *ch = chan_init(0);
    pthread_t thread;
    pthread_create(&thread, NULL, sender, ch);
    chan_recv(ch, NULL);
    pthread_join(thread, NULL);
    chan_dispose(ch);
    return 0;
}
