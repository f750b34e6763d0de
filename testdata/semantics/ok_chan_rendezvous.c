// case: an unbuffered send ends only when it was received; only without that would it hang
#include "chan.h"
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

static int taken;

static void *take(void *arg) {
    taken = 1;
    chan_recv(arg, NULL);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    chan_t *ch = chan_init(0);
    pthread_create(&thread, NULL, take, ch);
    chan_send(ch, NULL);
    if (!(taken)) hang();
    pthread_join(thread, NULL);
    return 0;
}
