// case: the channel has room for the results of all workers
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

enum { WORKERS = 3 };

static chan_t *results;

static void *work(void *arg) {
    if (arg != NULL) usleep(2000);
    chan_send(results, arg);
    return NULL;
}

int main(void) {
    pthread_t workers[WORKERS];
    results = chan_init(WORKERS);
    for (int i = 0; i < WORKERS; i++) pthread_create(&workers[i], NULL, work, i == 0 ? NULL : results);
    for (int i = 0; i < WORKERS; i++) {
        void *result;
        chan_recv(results, &result);
        if (result == NULL) break;
    }
    return 0;
}
