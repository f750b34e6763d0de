// SPDX-License-Identifier: MIT
// A total that one of two threads sets back without the lock, long after the other has used it under the lock: seen by
// the order of the accesses, whatever their distance. FIXED takes the lock.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int total;

static void *add(void *unused) {
    pthread_mutex_lock(&lock);
    total += 3;
    pthread_mutex_unlock(&lock);
    return unused;
}

static void *clear(void *unused) {
    usleep(20000);
#ifdef FIXED
    pthread_mutex_lock(&lock);
#endif
    total = 0;
#ifdef FIXED
    pthread_mutex_unlock(&lock);
#endif
    return unused;
}

int main(void) {
    pthread_t one, two;
    pthread_create(&one, NULL, add, NULL);
    pthread_create(&two, NULL, clear, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    printf("%d\n", total);
    return 0;
}
