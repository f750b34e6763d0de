// case: a relaxed flag only ends the loop; the result is read behind the join
#include <pthread.h>
#include <stdio.h>

static int result;
static int is_done;

static void *compute(void *unused) {
    result = 42;
    __atomic_store_n(&is_done, 1, __ATOMIC_RELAXED);
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, compute, NULL);
    while (!__atomic_load_n(&is_done, __ATOMIC_RELAXED)) {
    }
    pthread_join(worker, NULL);
    printf("%d\n", result);
    return 0;
}
