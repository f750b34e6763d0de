// case: the total is copied before the unlock
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long total;

static void *pay(void *unused) {
    pthread_mutex_lock(&lock);
    long now = total += 5;
    pthread_mutex_unlock(&lock);
    printf("%ld\n", now);
    return unused;
}

int main(void) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, pay, NULL);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    return 0;
}
