// case: main selects over the first half of an array of channels, and the workers fill the second half
#include "neco.h"

enum { WORKERS = 2 };

struct pool {
    neco_chan *control[WORKERS];
    neco_chan *results[WORKERS];
};

static void work(int argc, void *argv[]) {
    neco_chan *result = argv[0];
    int value = 1;
    neco_chan_send(result, &value);
}

static struct pool *pool_new(void) {
    struct pool *pool = malloc(sizeof *pool);
    for (int i = 0; i < WORKERS; i++) {
        neco_chan_make(&pool->control[i], sizeof(int), 1);
        neco_chan_make(&pool->results[i], sizeof(int), 1);
    }
    return pool;
}

int neco_main(int argc, char **argv) {
    struct pool *pool = pool_new();
    for (int i = 0; i < WORKERS; i++) neco_start(work, 1, pool->results[i]);
    neco_chan_selectv(WORKERS, pool->control); // finding: select-never-ready
    return 0;
}
