// case: main takes the locks the other way round when the thread has ended
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static long total;

static void *work(void *argument) {
    for (long i = 0; i < 100000; i++) {
        pthread_mutex_lock(&a);
        pthread_mutex_lock(&b);
        total += i;
        pthread_mutex_unlock(&b);
        pthread_mutex_unlock(&a);
    }
    return argument;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, work, NULL);
    pthread_join(worker, NULL);
    pthread_mutex_lock(&b);
    pthread_mutex_lock(&a);
    total++;
    pthread_mutex_unlock(&a);
    pthread_mutex_unlock(&b);
    return 0;
}
