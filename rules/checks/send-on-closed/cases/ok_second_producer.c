// case: the last one does
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static chan_t *values;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int producers = 2;

static void *produce(void *arg) {
    chan_send(values, arg);
    pthread_mutex_lock(&mutex);
    producers--;
    int is_last = producers == 0;
    pthread_mutex_unlock(&mutex);
    if (is_last) chan_close(values);
    return NULL;
}

int main(void) {
    pthread_t one, two;
    values = chan_init(4);
    pthread_create(&one, NULL, produce, NULL);
    pthread_create(&two, NULL, produce, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
