// case: the main thread looks at the sum behind the join
#include <pthread.h>
#include <stdio.h>

static int sum;

static void *add(void *unused) {
    for (int i = 0; i < 10; i++) sum += i;
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, add, NULL);
    pthread_join(worker, NULL);
    printf("%d\n", sum);
    return 0;
}
