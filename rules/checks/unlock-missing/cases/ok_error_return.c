// case: it gives the lock back
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int used;

static int reserve(int amount) {
    pthread_mutex_lock(&mutex);
    if (used + amount > 5) {
        pthread_mutex_unlock(&mutex);
        return -1;
    }
    used += amount;
    pthread_mutex_unlock(&mutex);
    return 0;
}

static void *work(void *arg) {
    reserve(rand() % 10);
    return arg;
}

int main(void) {
    pthread_t one, two;
    pthread_create(&one, NULL, work, NULL);
    pthread_create(&two, NULL, work, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
