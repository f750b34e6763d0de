// case: a table is made on first use, and two threads may both be the first
#include <pthread.h>
#include <stdlib.h>

struct table {
    int slots[8];
};

static struct table *table(void) {
    static struct table *made;
    if (!made) made = calloc(1, sizeof *made); // finding: static-local-unprotected
    return made;
}

static void *look_up(void *unused) {
    return table() ? unused : NULL;
}

int main(void) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, look_up, NULL);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    return 0;
}
