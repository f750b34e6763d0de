// case: three threads each take the next lock of a ring
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t forks[3] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};

static void eat(int first, int second) {
    pthread_mutex_lock(&forks[first]);
    pthread_mutex_lock(&forks[second]); // finding: lock-order-cycle
    pthread_mutex_unlock(&forks[second]);
    pthread_mutex_unlock(&forks[first]);
}

static void *one(void *arg) {
    eat(0, 1);
    return arg;
}

static void *two(void *arg) {
    eat(1, 2);
    return arg;
}

static void *three(void *arg) {
    eat(2, 0);
    return arg;
}

int main(void) {
    pthread_t threads[3];
    pthread_create(&threads[0], NULL, one, NULL);
    pthread_create(&threads[1], NULL, two, NULL);
    pthread_create(&threads[2], NULL, three, NULL);
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    return 0;
}
