// case: an atomic flag says that the result is there
#include <pthread.h>
#include <sched.h>
#include <stdio.h>

static _Atomic int is_done;
static int result;

static void *compute(void *unused) {
    result = 42;
    is_done = 1;
    return unused;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, compute, NULL);
    while (!is_done) sched_yield();
    printf("%d\n", result);
    pthread_join(thread, NULL);
    return 0;
}
