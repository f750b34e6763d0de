// case: both only read, and share the read lock
#include <pthread.h>
#include <stdio.h>

enum { CAPACITY = 100000 };

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static long hits[CAPACITY];

static void *work(void *sum) {
    for (unsigned i = 0; i < 1000000; i++) {
        pthread_rwlock_rdlock(&lock);
        *(long *)sum += hits[i * 7919 % CAPACITY];
        pthread_rwlock_unlock(&lock);
    }
    return NULL;
}

static void *monitor(void *unused) {
    for (int round = 0; round < 100; round++) {
        long total = 0;
        pthread_rwlock_rdlock(&lock);
        for (int i = 0; i < CAPACITY; i++) total += hits[i];
        pthread_rwlock_unlock(&lock);
        printf("%ld\n", total);
    }
    return unused;
}

int main(void) {
    pthread_t worker, watcher;
    long sum = 0;
    pthread_create(&worker, NULL, work, &sum);
    pthread_create(&watcher, NULL, monitor, NULL);
    pthread_join(worker, NULL);
    pthread_join(watcher, NULL);
    return 0;
}
