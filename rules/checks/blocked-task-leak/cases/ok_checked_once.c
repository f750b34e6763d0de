// case: the worker is started and its result received under the same condition
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *work(void *arg) {
    chan_send(arg, arg);
    return NULL;
}

static void log_error(int error) {
    (void)error;
}

int main(int argc, char **argv) {
    int error = argc > 1 ? argc : 0;
    chan_t *result = chan_init(0);
    pthread_t worker;
    if (!error) pthread_create(&worker, NULL, work, result);
    log_error(error);
    if (!error) {
        chan_recv(result, NULL);
        pthread_join(worker, NULL);
    }
    return 0;
}
