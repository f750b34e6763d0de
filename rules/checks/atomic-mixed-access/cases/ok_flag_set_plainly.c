// case: who waits loads the flag with acquire order, and who sets it stores it with release order
#include <pthread.h>
#include <stdio.h>

static int ready, result;

static void *compute(void *unused) {
    result = 42;
    __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
    return unused;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, compute, NULL);
    while (!__atomic_load_n(&ready, __ATOMIC_ACQUIRE)) {
    }
    printf("%d\n", result);
    pthread_join(thread, NULL);
    return 0;
}
