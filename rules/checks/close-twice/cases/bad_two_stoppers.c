// case: two tasks can both be the one that stops
#include "chan.h"
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

static chan_t *quit;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static bool is_stopping;

static void stop(void) {
    pthread_mutex_lock(&mutex);
    bool is_first = !is_stopping;
    pthread_mutex_unlock(&mutex);
    if (is_first) chan_close(quit); // finding: close-twice
    pthread_mutex_lock(&mutex);
    is_stopping = true;
    pthread_mutex_unlock(&mutex);
}

static void *on_error(void *arg) {
    stop();
    return arg;
}

int main(void) {
    pthread_t other;
    quit = chan_init(0);
    pthread_create(&other, NULL, on_error, NULL);
    stop();
    pthread_join(other, NULL);
    return 0;
}
