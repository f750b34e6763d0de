// case: a request that fails returns before it starts the thread
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *load(void *arg) {
    chan_send(arg, arg);
    return NULL;
}

static int handle(int fails) {
    chan_t *result = chan_init(0);
    pthread_t loader;
    if (fails) return -1;
    pthread_create(&loader, NULL, load, result);
    chan_recv(result, NULL);
    pthread_join(loader, NULL);
    chan_dispose(result);
    return 0;
}

int main(int argc, char **argv) {
    handle(argc > 1);
    return 0;
}
