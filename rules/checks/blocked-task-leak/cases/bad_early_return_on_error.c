// case: a request that fails returns before it takes the result of the thread that it started
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *load(void *arg) {
    chan_send(arg, arg); // finding: blocked-task-leak
    return NULL;
}

static int handle(int fails) {
    chan_t *result = chan_init(0);
    pthread_t loader;
    pthread_create(&loader, NULL, load, result);
    if (fails) return -1;
    chan_recv(result, NULL);
    pthread_join(loader, NULL);
    chan_dispose(result);
    return 0;
}

int main(int argc, char **argv) {
    handle(argc > 1);
    return 0;
}
