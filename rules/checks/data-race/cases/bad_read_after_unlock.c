// case: the total is read a line after the unlock
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long total;

static void *pay(void *unused) {
    pthread_mutex_lock(&lock);
    total += 5; // finding: data-race
    pthread_mutex_unlock(&lock);
    printf("%ld\n", total); // step: data-race
    return unused;
}

int main(void) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, pay, NULL);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    return 0;
}
