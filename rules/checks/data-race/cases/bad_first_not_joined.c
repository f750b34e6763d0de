// case: the loop of joins begins at the second thread; the first may still add when the total is read (TSan: data race)
#include <pthread.h>

enum { WORKERS = 4 };
static int amount[WORKERS];
static int total;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *amount) {
    pthread_mutex_lock(&lock);
    total += *(int *)amount; // finding: data-race
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void) {
    pthread_t workers[WORKERS];
    for (int i = 0; i < WORKERS; i++) pthread_create(&workers[i], NULL, work, &amount[i]);
    for (int i = 1; i < WORKERS; i++) pthread_join(workers[i], NULL);
    return total;
}
