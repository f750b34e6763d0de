// case: both do three
#include <pthread.h>
#include <stddef.h>

static pthread_barrier_t round_end;

static void *left(void *arg) {
    for (int i = 0; i < 3; i++) pthread_barrier_wait(&round_end);
    return arg;
}

static void *right(void *arg) {
    for (int i = 0; i < 3; i++) pthread_barrier_wait(&round_end);
    return arg;
}

int main(void) {
    pthread_t one, two;
    pthread_barrier_init(&round_end, NULL, 2);
    pthread_create(&one, NULL, left, NULL);
    pthread_create(&two, NULL, right, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
