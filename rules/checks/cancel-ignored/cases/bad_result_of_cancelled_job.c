// case: a worker listens to quit while it waits for jobs, but not while it hands over a result
#include "neco.h"

struct pool {
    neco_chan *jobs, *results, *quit;
    neco_waitgroup workers;
};

static void work(int argc, void *argv[]) {
    struct pool *pool = argv[0];
    int job;
    for (;;) {
        if (neco_chan_select(2, pool->jobs, pool->quit) != 0) break;
        if (neco_chan_case(pool->jobs, &job) != NECO_OK) break;
        job *= 2;
        neco_chan_send(pool->results, &job); // finding: cancel-ignored
    }
    neco_waitgroup_done(&pool->workers);
}

int neco_main(int argc, char **argv) {
    struct pool pool;
    int job = 1;
    neco_chan_make(&pool.jobs, sizeof(int), 0);
    neco_chan_make(&pool.results, sizeof(int), 0);
    neco_chan_make(&pool.quit, 0, 0);
    neco_waitgroup_init(&pool.workers);
    neco_waitgroup_add(&pool.workers, 1);
    neco_start(work, 1, &pool);
    neco_chan_send(pool.jobs, &job);
    neco_chan_close(pool.quit);
    neco_waitgroup_wait(&pool.workers); // step: cancel-ignored
    return 0;
}
