// case: the fence stands behind the store of the flag, where it comes too late
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static int result;
static atomic_bool is_done;

static void *compute(void *unused) {
    result = 42;                                              // step: unsafe-publication
    atomic_store_explicit(&is_done, 1, memory_order_relaxed); // finding: unsafe-publication
    atomic_thread_fence(memory_order_release);
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, compute, NULL);
    if (atomic_load_explicit(&is_done, memory_order_acquire)) {
        printf("%d\n", result);
    }
    pthread_join(worker, NULL);
    return 0;
}
