// case: fences before the relaxed store and behind the relaxed load
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static int result;
static atomic_bool is_done;

static void *compute(void *unused) {
    result = 42;
    atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&is_done, 1, memory_order_relaxed);
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, compute, NULL);
    if (atomic_load_explicit(&is_done, memory_order_relaxed)) {
        atomic_thread_fence(memory_order_acquire);
        printf("%d\n", result);
    }
    pthread_join(worker, NULL);
    return 0;
}
