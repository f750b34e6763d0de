// case: a thread ends in its critical section
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int failures;

static void *work(void *arg) {
    pthread_mutex_lock(&mutex); // finding: unlock-missing
    if (rand() % 2) {
        failures++;
        pthread_exit(NULL);
    }
    pthread_mutex_unlock(&mutex);
    return arg;
}

int main(void) {
    pthread_t one;
    pthread_create(&one, NULL, work, NULL);
    pthread_join(one, NULL);
    pthread_mutex_lock(&mutex);
    int result = failures > 1;
    pthread_mutex_unlock(&mutex);
    return result;
}
