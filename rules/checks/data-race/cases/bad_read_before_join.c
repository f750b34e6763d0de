// case: the main thread looks at the sum before it has joined the worker
#include <pthread.h>
#include <stdio.h>

static int sum;

static void *add(void *unused) {
    for (int i = 0; i < 10; i++) sum += i; // finding: data-race
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, add, NULL);
    printf("%d\n", sum); // step: data-race
    pthread_join(worker, NULL);
    return 0;
}
