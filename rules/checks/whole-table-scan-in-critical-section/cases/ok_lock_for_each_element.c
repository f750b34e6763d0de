// case: the lock is taken for each element
#include <pthread.h>
#include <stdio.h>

enum { CAPACITY = 100000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long hits[CAPACITY];

static void *work(void *unused) {
    for (unsigned i = 0; i < 1000000; i++) {
        pthread_mutex_lock(&lock);
        hits[i * 7919 % CAPACITY]++;
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void *monitor(void *unused) {
    for (int round = 0; round < 100; round++) {
        long total = 0;
        for (int i = 0; i < CAPACITY; i++) {
            pthread_mutex_lock(&lock);
            total += hits[i];
            pthread_mutex_unlock(&lock);
        }
        printf("%ld\n", total);
    }
    return unused;
}

int main(void) {
    pthread_t worker, watcher;
    pthread_create(&worker, NULL, work, NULL);
    pthread_create(&watcher, NULL, monitor, NULL);
    pthread_join(worker, NULL);
    pthread_join(watcher, NULL);
    return 0;
}
