// case: the callback is called without the lock
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t list = PTHREAD_MUTEX_INITIALIZER, owner = PTHREAD_MUTEX_INITIALIZER;
static void (*on_change)(void);
static int length, seen;

static void note(void) {
    pthread_mutex_lock(&owner);
    seen++;
    pthread_mutex_unlock(&owner);
}

static void *append(void *arg) {
    pthread_mutex_lock(&list);
    length++;
    pthread_mutex_unlock(&list);
    on_change();
    return arg;
}

static void *inspect(void *arg) {
    pthread_mutex_lock(&owner);
    pthread_mutex_lock(&list);
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
