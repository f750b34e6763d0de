// case: who waits loads the flag with acquire order, but who sets it writes it as any other variable
#include <pthread.h>
#include <stdio.h>

static int ready, result;

static void *compute(void *unused) {
    result = 42;
    ready = 1; // finding: atomic-mixed-access
    return unused;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, compute, NULL);
    while (!__atomic_load_n(&ready, __ATOMIC_ACQUIRE)) { // step: atomic-mixed-access
    }
    printf("%d\n", result);
    pthread_join(thread, NULL);
    return 0;
}
