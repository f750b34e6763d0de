// case: the counter is raised whether or not pthread_mutex_trylock got the lock
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int hits;

static void *work(void *unused) {
    int is_busy = pthread_mutex_trylock(&lock);
    hits++; // finding: data-race
    if (!is_busy) pthread_mutex_unlock(&lock);
    return unused;
}

int main(void) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, work, NULL);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    return 0;
}
