// case: a callback is called with the lock of the list held, and takes the lock of its owner first elsewhere
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t list = PTHREAD_MUTEX_INITIALIZER, owner = PTHREAD_MUTEX_INITIALIZER;
static void (*on_change)(void);
static int length, seen;

static void note(void) {
    pthread_mutex_lock(&owner); // finding: lock-order-cycle
    seen++;
    pthread_mutex_unlock(&owner);
}

static void *append(void *arg) {
    pthread_mutex_lock(&list);
    length++;
    on_change();
    pthread_mutex_unlock(&list);
    return arg;
}

static void *inspect(void *arg) {
    pthread_mutex_lock(&owner);
    pthread_mutex_lock(&list); // step: lock-order-cycle
    seen = length;
    pthread_mutex_unlock(&list);
    pthread_mutex_unlock(&owner);
    return arg;
}

int main(void) {
    pthread_t one, two;
    on_change = note;
    pthread_create(&one, NULL, append, NULL);
    pthread_create(&two, NULL, inspect, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
