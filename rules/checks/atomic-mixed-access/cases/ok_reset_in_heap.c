// case: a counter in a heap object is raised with __sync_fetch_and_add and set back atomically
#include <pthread.h>
#include <stdlib.h>

struct statistics {
    char name[16];
    int hits;
};

static void *answer(void *arg) {
    struct statistics *of = arg;
    for (int i = 0; i < 3; i++) __sync_fetch_and_add(&of->hits, 1);
    return NULL;
}

int main(void) {
    pthread_t thread;
    struct statistics *statistics = calloc(1, sizeof *statistics);
    if (!statistics) return 1;
    pthread_create(&thread, NULL, answer, statistics);
    __sync_lock_test_and_set(&statistics->hits, 0);
    pthread_join(thread, NULL);
    free(statistics);
    return 0;
}
