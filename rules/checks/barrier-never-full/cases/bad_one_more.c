// case: the barrier counts main, and main does not come
#include <pthread.h>
#include <stddef.h>

enum { WORKERS = 2 };
static pthread_barrier_t phase;

static void *work(void *arg) {
    pthread_barrier_wait(&phase); // finding: barrier-never-full
    return arg;
}

int main(void) {
    pthread_t workers[WORKERS];
    pthread_barrier_init(&phase, NULL, WORKERS + 1);
    for (int i = 0; i < WORKERS; i++) pthread_create(&workers[i], NULL, work, NULL);
    for (int i = 0; i < WORKERS; i++) pthread_join(workers[i], NULL);
    return 0;
}
