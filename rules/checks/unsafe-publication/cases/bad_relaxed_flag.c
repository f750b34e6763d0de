// case: the flag that says that the result is there is stored and loaded relaxed
#include <pthread.h>
#include <stdio.h>

static int result;
static int is_done;

static void *compute(void *unused) {
    result = 42;                                     // step: unsafe-publication
    __atomic_store_n(&is_done, 1, __ATOMIC_RELAXED); // finding: unsafe-publication
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, compute, NULL);
    if (__atomic_load_n(&is_done, __ATOMIC_RELAXED)) {
        printf("%d\n", result);
    }
    pthread_join(worker, NULL);
    return 0;
}
