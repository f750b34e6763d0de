// case: producers and consumers share a condition, and a signal can wake the wrong kind
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int is_full;

static void *produce(void *arg) {
    pthread_mutex_lock(&mutex);
    while (is_full) pthread_cond_wait(&changed, &mutex); // finding: lost-wakeup
    is_full = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
    return arg;
}

static void *consume(void *arg) {
    pthread_mutex_lock(&mutex);
    while (!is_full) pthread_cond_wait(&changed, &mutex); // step: lost-wakeup
    is_full = 0;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
    return arg;
}

int main(void) {
    pthread_t threads[4];
    pthread_create(&threads[0], NULL, consume, NULL);
    pthread_create(&threads[1], NULL, consume, NULL);
    pthread_create(&threads[2], NULL, produce, NULL);
    pthread_create(&threads[3], NULL, produce, NULL);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    return 0;
}
