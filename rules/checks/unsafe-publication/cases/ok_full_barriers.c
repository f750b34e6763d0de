// case: the flag goes through the older builtins, which are full barriers
#include <pthread.h>
#include <stdio.h>

static int result;
static int is_done;

static void *compute(void *unused) {
    result = 42;
    __sync_fetch_and_add(&is_done, 1);
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, compute, NULL);
    if (__sync_fetch_and_add(&is_done, 0)) {
        printf("%d\n", result);
    }
    pthread_join(worker, NULL);
    return 0;
}
