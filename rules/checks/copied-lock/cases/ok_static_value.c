// case: locks get their first value from a template that nobody locks
#include <pthread.h>
#include <stdlib.h>

struct counter {
    pthread_mutex_t lock;
    long value;
};

static const struct counter fresh = {PTHREAD_MUTEX_INITIALIZER, 0};

static void *count(void *argument) {
    struct counter *counter = argument;
    pthread_mutex_lock(&counter->lock);
    counter->value++;
    pthread_mutex_unlock(&counter->lock);
    return NULL;
}

int main(void) {
    struct counter one = fresh, *other = malloc(sizeof *other);
    pthread_t first, second;
    if (!other) return 1;
    *other = (struct counter){.lock = PTHREAD_MUTEX_INITIALIZER};
    pthread_create(&first, NULL, count, &one);
    pthread_create(&second, NULL, count, other);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    free(other);
    return 0;
}
