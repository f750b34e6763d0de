// case: two threads make the table by pthread_once
#include <pthread.h>
#include <stdlib.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int *table;

static void make(void) {
    table = calloc(8, sizeof *table);
}

static void *work(void *unused) {
    pthread_once(&once, make);
    return table ? unused : NULL;
}

int main(void) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, work, NULL);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    return 0;
}
