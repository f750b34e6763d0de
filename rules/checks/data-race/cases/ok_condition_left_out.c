// case: the producer signals that the value is there, and the consumer reads it when it has waited
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t there = PTHREAD_COND_INITIALIZER;
static int is_there, value;

static void *produce(void *unused) {
    value = 7;
    pthread_mutex_lock(&lock);
    is_there = 1;
    pthread_cond_signal(&there);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void) {
    pthread_t producer;
    pthread_create(&producer, NULL, produce, NULL);
    pthread_mutex_lock(&lock);
    while (!is_there) pthread_cond_wait(&there, &lock);
    pthread_mutex_unlock(&lock);
    printf("%d\n", value);
    pthread_join(producer, NULL);
    return 0;
}
