// case: main joins a worker with the lock held that the worker needs to finish
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static int entries;

static void *insert(void *arg) {
    pthread_mutex_lock(&table); // step: blocked-holding-lock
    entries++;
    pthread_mutex_unlock(&table);
    return arg;
}

int main(void) {
    pthread_t worker;
    pthread_mutex_lock(&table);
    pthread_create(&worker, NULL, insert, NULL);
    entries = 0;
    pthread_join(worker, NULL); // finding: blocked-holding-lock
    pthread_mutex_unlock(&table);
    return 0;
}
