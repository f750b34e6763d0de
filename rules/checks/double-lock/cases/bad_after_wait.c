// case: a library without a main: who waits on a condition has the mutex again behind the wait, and locks it once more
#include <pthread.h>

static pthread_mutex_t queue_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t is_filled = PTHREAD_COND_INITIALIZER;
static int items[64], length;

void queue_put(int item) {
    pthread_mutex_lock(&queue_mutex);
    items[length++ % 64] = item;
    pthread_cond_signal(&is_filled);
    pthread_mutex_unlock(&queue_mutex);
}

int queue_take(void) {
    pthread_mutex_lock(&queue_mutex);
    while (length == 0) pthread_cond_wait(&is_filled, &queue_mutex);
    pthread_mutex_lock(&queue_mutex); // finding: double-lock
    int item = items[--length % 64];
    pthread_mutex_unlock(&queue_mutex);
    return item;
}
