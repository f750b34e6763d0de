// case: main comes to the barrier before it joins
#include <pthread.h>
#include <stddef.h>

static pthread_barrier_t phase;

static void *work(void *arg) {
    pthread_barrier_wait(&phase);
    return arg;
}

int main(void) {
    pthread_t worker;
    pthread_barrier_init(&phase, NULL, 2);
    pthread_create(&worker, NULL, work, NULL);
    pthread_barrier_wait(&phase);
    pthread_join(worker, NULL);
    return 0;
}
