// case: a table is made once, whoever comes first
#include <pthread.h>
#include <stdlib.h>

struct table {
    int slots[8];
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct table *made;

static void make(void) {
    made = calloc(1, sizeof *made);
}

static struct table *table(void) {
    pthread_once(&once, make);
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
