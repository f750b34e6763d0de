// case: it comes first
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

static pthread_barrier_t loaded;

static void *load(void *arg) {
    int failed = rand() % 2;
    pthread_barrier_wait(&loaded);
    if (failed) return NULL;
    return arg;
}

int main(void) {
    pthread_t one, two;
    pthread_barrier_init(&loaded, NULL, 2);
    pthread_create(&one, NULL, load, NULL);
    pthread_create(&two, NULL, load, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
