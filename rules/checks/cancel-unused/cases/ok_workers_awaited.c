// case: main closes the quit channel before it waits for the workers
#include "neco.h"

enum { WORKERS = 2 };

struct pool {
    neco_chan *jobs, *quit;
    neco_waitgroup running;
};

static void work(int argc, void *argv[]) {
    struct pool *pool = argv[0];
    int job, done = 0;
    while (neco_chan_select(2, pool->jobs, pool->quit) == 0) {
        neco_chan_case(pool->jobs, &job);
        done++;
    }
    neco_waitgroup_done(&pool->running);
}

int neco_main(int argc, char **argv) {
    struct pool pool;
    int job = 1;
    neco_chan_make(&pool.jobs, sizeof(int), 0);
    neco_chan_make(&pool.quit, 0, 0);
    neco_waitgroup_init(&pool.running);
    neco_waitgroup_add(&pool.running, WORKERS);
    for (int i = 0; i < WORKERS; i++) neco_start(work, 1, &pool);
    neco_chan_send(pool.jobs, &job);
    neco_chan_close(pool.quit);
    neco_waitgroup_wait(&pool.running);
    return 0;
}
