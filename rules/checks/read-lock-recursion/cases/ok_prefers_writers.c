// case: readers come first, as by default
#define _GNU_SOURCE
#include <pthread.h>
#include <stddef.h>

static pthread_rwlock_t routes = PTHREAD_RWLOCK_INITIALIZER;
static int count;

static int size(void) {
    pthread_rwlock_rdlock(&routes);
    int result = count;
    pthread_rwlock_unlock(&routes);
    return result;
}

static void *list(void *arg) {
    pthread_rwlock_rdlock(&routes);
    int seen = size();
    pthread_rwlock_unlock(&routes);
    return seen ? arg : NULL;
}

static void *add(void *arg) {
    pthread_rwlock_wrlock(&routes);
    count++;
    pthread_rwlock_unlock(&routes);
    return arg;
}

int main(void) {
    pthread_t reader, writer;
    pthread_create(&reader, NULL, list, NULL);
    pthread_create(&writer, NULL, add, NULL);
    pthread_join(reader, NULL);
    pthread_join(writer, NULL);
    return 0;
}
