// case: exit ends the process with the thread that waits
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>

static void *take(void *arg) {
    chan_recv(arg, NULL);
    return NULL;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, take, chan_init(0));
    exit(0);
}
