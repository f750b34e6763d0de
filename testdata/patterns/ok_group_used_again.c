// case: a wait group lets its waiters go when it reaches zero, whatever is added afterwards
#include "neco.h"
static void worker(int argc, void *argv[]) {
    neco_waitgroup *g = argv[0];
    neco_chan *c = argv[1];
    int v;
    neco_yield();
    neco_waitgroup_done(g);
    neco_waitgroup_add(g, 1);
    neco_chan_recv(c, &v);
    neco_waitgroup_done(g);
}
int neco_main(int argc, char **argv) {
    neco_waitgroup g;
    neco_chan *c;
    int v = 1;
    neco_waitgroup_init(&g);
    neco_chan_make(&c, sizeof v, 0);
    neco_waitgroup_add(&g, 1);
    neco_start(worker, 2, &g, c);
    neco_waitgroup_wait(&g);
    neco_chan_send(c, &v);
    neco_waitgroup_wait(&g);
    return 0;
}
