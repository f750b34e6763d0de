// case: with the default kind readers come in while a reader holds the lock
#define _GNU_SOURCE
#include <pthread.h>

static pthread_rwlock_t lock;
static long values[16], version;

static long sum(void) {
    long total = 0;
    pthread_rwlock_rdlock(&lock);
    for (int i = 0; i < 16; i++) total += values[i];
    pthread_rwlock_unlock(&lock);
    return total;
}

static void *read_all(void *argument) {
    long seen = 0;
    for (long i = 0; i < 100000; i++) {
        pthread_rwlock_rdlock(&lock);
        seen += version + sum();
        pthread_rwlock_unlock(&lock);
    }
    return seen ? argument : NULL;
}

static void *write_all(void *argument) {
    for (long i = 0; i < 100000; i++) {
        pthread_rwlock_wrlock(&lock);
        values[i % 16] = ++version;
        pthread_rwlock_unlock(&lock);
    }
    return argument;
}

int main(void) {
    pthread_rwlockattr_t attributes;
    pthread_t reader, writer;
    pthread_rwlockattr_init(&attributes);
    pthread_rwlock_init(&lock, &attributes);
    pthread_create(&reader, NULL, read_all, NULL);
    pthread_create(&writer, NULL, write_all, NULL);
    pthread_join(reader, NULL);
    pthread_join(writer, NULL);
    return 0;
}
