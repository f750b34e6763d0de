// case: a plain flag says that the result is there
#include <pthread.h>
#include <sched.h>
#include <stdio.h>

static int is_done;
static int result;

static void *compute(void *unused) {
    result = 42;
    is_done = 1; // finding: data-race
    return unused;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, compute, NULL);
    while (!is_done) sched_yield(); // step: data-race
    printf("%d\n", result);
    pthread_join(thread, NULL);
    return 0;
}
