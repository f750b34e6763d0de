// case: the first thread is joined by itself, the others in a loop that begins at the second
#include <pthread.h>

enum { WORKERS = 4 };
static int amount[WORKERS];
static int total;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *amount) {
    pthread_mutex_lock(&lock);
    total += *(int *)amount;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void) {
    pthread_t workers[WORKERS];
    for (int i = 0; i < WORKERS; i++) pthread_create(&workers[i], NULL, work, &amount[i]);
    pthread_join(workers[0], NULL);
    for (int i = 1; i < WORKERS; i++) pthread_join(workers[i], NULL);
    return total;
}
