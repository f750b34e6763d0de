// case: the path on which the state is closed keeps its read lock, and a writer follows
#include <pthread.h>
#include <stddef.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int is_closed = 1;

static void *get(void *arg) {
    pthread_rwlock_rdlock(&lock); // finding: unlock-missing
    if (is_closed) return NULL;
    pthread_rwlock_unlock(&lock);
    return arg;
}

int main(void) {
    pthread_t getter;
    pthread_create(&getter, NULL, get, NULL);
    pthread_join(getter, NULL);
    pthread_rwlock_wrlock(&lock);
    is_closed = 0;
    pthread_rwlock_unlock(&lock);
    return 0;
}
