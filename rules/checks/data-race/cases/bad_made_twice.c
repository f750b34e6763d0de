// case: two threads look whether the table is made, and both make it
#include <pthread.h>
#include <stdlib.h>

static int *table;

static void make(void) {
    table = calloc(8, sizeof *table); // finding: data-race
}

static void *work(void *unused) {
    if (!table) make();
    return table ? unused : NULL;
}

int main(void) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, work, NULL);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    return 0;
}
