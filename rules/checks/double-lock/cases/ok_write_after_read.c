// case: it gives the read lock back first
#include <pthread.h>
#include <stddef.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int value;

static void *refresh(void *arg) {
    pthread_rwlock_rdlock(&lock);
    if (!value) {
        pthread_rwlock_unlock(&lock);
        pthread_rwlock_wrlock(&lock);
        value = 1;
    }
    pthread_rwlock_unlock(&lock);
    return arg;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, refresh, NULL);
    pthread_join(thread, NULL);
    return 0;
}
