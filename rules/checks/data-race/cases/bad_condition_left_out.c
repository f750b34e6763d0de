// case: the producer signals that the value is there, but the consumer reads it without having waited
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t there = PTHREAD_COND_INITIALIZER;
static int is_there, value;

static void *produce(void *unused) {
    value = 7; // finding: data-race
    pthread_mutex_lock(&lock);
    is_there = 1;
    pthread_cond_signal(&there);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void) {
    pthread_t producer;
    pthread_create(&producer, NULL, produce, NULL);
    printf("%d\n", value); // step: data-race
    pthread_mutex_lock(&lock);
    while (!is_there) pthread_cond_wait(&there, &lock);
    pthread_mutex_unlock(&lock);
    pthread_join(producer, NULL);
    return 0;
}
