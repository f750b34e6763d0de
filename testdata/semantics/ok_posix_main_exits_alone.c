// case: pthread_exit in main leaves the other threads running: they end by themselves
#include "chan.h"
#include <pthread.h>

static void *take(void *arg) {
    chan_recv(arg, NULL);
    return NULL;
}

static void *give(void *arg) {
    chan_send(arg, NULL);
    return NULL;
}

int main(void) {
    pthread_t taker, giver;
    chan_t *ch = chan_init(0);
    pthread_create(&taker, NULL, take, ch);
    pthread_create(&giver, NULL, give, ch);
    pthread_exit(NULL);
}
