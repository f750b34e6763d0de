// case: main joins a thread that waits for main at the barrier
#include <pthread.h>
#include <stddef.h>

static pthread_barrier_t phase;

static void *work(void *arg) {
    pthread_barrier_wait(&phase); // finding: join-cycle
    return arg;
}

int main(void) {
    pthread_t worker;
    pthread_barrier_init(&phase, NULL, 2);
    pthread_create(&worker, NULL, work, NULL);
    pthread_join(worker, NULL); // step: join-cycle
    pthread_barrier_wait(&phase);
    return 0;
}
