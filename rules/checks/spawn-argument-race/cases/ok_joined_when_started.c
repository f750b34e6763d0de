// case: only the way on which nothing was started returns without a join
#include <pthread.h>
#include <stdio.h>

static void *count(void *arg) {
    int *sum = arg;
    for (int i = 0; i < 3; i++) *sum += i;
    return NULL;
}

static int total(void) {
    pthread_t counter;
    int sum = 0, error = pthread_create(&counter, NULL, count, &sum);
    if (error) {
        perror("pthread_create");
        return -1;
    }
    pthread_join(counter, NULL);
    return sum;
}

int main(void) {
    return total() < 0;
}
