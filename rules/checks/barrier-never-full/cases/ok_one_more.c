// case: main comes
#include <pthread.h>
#include <stddef.h>

enum { WORKERS = 2 };
static pthread_barrier_t phase;

static void *work(void *arg) {
    pthread_barrier_wait(&phase);
    return arg;
}

int main(void) {
    pthread_t workers[WORKERS];
    pthread_barrier_init(&phase, NULL, WORKERS + 1);
    for (int i = 0; i < WORKERS; i++) pthread_create(&workers[i], NULL, work, NULL);
    pthread_barrier_wait(&phase);
    for (int i = 0; i < WORKERS; i++) pthread_join(workers[i], NULL);
    return 0;
}
