// case: the flag is stored by a release and loaded by an acquire
#include <pthread.h>
#include <stdio.h>

static int result;
static int is_done;

static void *compute(void *unused) {
    result = 42;
    __atomic_store_n(&is_done, 1, __ATOMIC_RELEASE);
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, compute, NULL);
    if (__atomic_load_n(&is_done, __ATOMIC_ACQUIRE)) {
        printf("%d\n", result);
    }
    pthread_join(worker, NULL);
    return 0;
}
