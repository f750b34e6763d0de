// case: a detached thread is a thread like any other: main gets its value
#include "chan.h"
#include <pthread.h>

static void *work(void *arg) {
    chan_send(arg, NULL);
    return NULL;
}

int main(void) {
    pthread_t thread;
    chan_t *ch = chan_init(0);
    pthread_create(&thread, NULL, work, ch);
    pthread_detach(thread);
    chan_recv(ch, NULL);
    return 0;
}
