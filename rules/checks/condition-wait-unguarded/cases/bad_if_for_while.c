// case: with two consumers the slower one takes an item that is not there
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static int count, taken;

static void *consumer(void *argument) {
    (void)argument;
    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&mutex);
        if (count == 0)
            pthread_cond_wait(&filled, &mutex); // finding: condition-wait-unguarded
        count--;
        taken++;
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

int main(void) {
    pthread_t consumers[2];
    for (int i = 0; i < 2; i++) pthread_create(&consumers[i], NULL, consumer, NULL);
    for (int i = 0; i < 4; i++) {
        pthread_mutex_lock(&mutex);
        count++;
        pthread_cond_broadcast(&filled);
        pthread_mutex_unlock(&mutex);
    }
    for (int i = 0; i < 2; i++) pthread_join(consumers[i], NULL);
    return taken != 4;
}
