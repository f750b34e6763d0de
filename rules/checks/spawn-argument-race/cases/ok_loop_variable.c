// case: each thread is given the address of a number of its own
#include <pthread.h>
#include <stdio.h>

static void *work(void *arg) {
    printf("worker %d\n", *(int *)arg);
    return NULL;
}

int main(void) {
    pthread_t threads[3];
    int numbers[3];
    for (int i = 0; i < 3; i++) {
        numbers[i] = i;
        pthread_create(&threads[i], NULL, work, &numbers[i]);
    }
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    return 0;
}
