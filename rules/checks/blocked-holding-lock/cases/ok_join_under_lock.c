// case: main gives the lock back before it joins
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static int entries;

static void *insert(void *arg) {
    pthread_mutex_lock(&table);
    entries++;
    pthread_mutex_unlock(&table);
    return arg;
}

int main(void) {
    pthread_t worker;
    pthread_mutex_lock(&table);
    pthread_create(&worker, NULL, insert, NULL);
    entries = 0;
    pthread_mutex_unlock(&table);
    pthread_join(worker, NULL);
    return 0;
}
