// case: each thread is given the address of the loop's variable
#include <pthread.h>
#include <stdio.h>

static void *work(void *arg) {
    printf("worker %d\n", *(int *)arg); // step: spawn-argument-race
    return NULL;
}

int main(void) {
    pthread_t threads[3];
    for (int i = 0; i < 3; i++) // finding: spawn-argument-race
        pthread_create(&threads[i], NULL, work, &i);
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    return 0;
}
