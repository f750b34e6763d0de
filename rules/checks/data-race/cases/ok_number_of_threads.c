// case: threads whose number is an argument, all of them joined
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int sum;

static void *add(void *part) {
    pthread_mutex_lock(&lock);
    sum += *(int *)part;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(int argc, char **argv) {
    int count = argc > 1 ? atoi(argv[1]) : 4;
    if (count < 1) return 1;
    pthread_t *threads = calloc(count, sizeof *threads);
    int *parts = calloc(count, sizeof *parts);
    for (int i = count - 1; i >= 0; i--) {
        parts[i] = i;
        pthread_create(&threads[i], NULL, add, &parts[i]);
    }
    for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
    printf("%d\n", sum);
    return 0;
}
