// case: the second phase reads what others write in the first, and one barrier is missing
#include <pthread.h>
#include <stdio.h>

static pthread_barrier_t phase;
static int left, right;

static void *work(void *unused) {
    left = 1; // finding: data-race
    pthread_barrier_wait(&phase);
    printf("%d\n", right);
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_barrier_init(&phase, NULL, 2);
    pthread_create(&worker, NULL, work, NULL);
    right = 2;
    printf("%d\n", left); // step: data-race
    pthread_barrier_wait(&phase);
    pthread_join(worker, NULL);
    return 0;
}
