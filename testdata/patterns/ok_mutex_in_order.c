// case: a mutex of neco goes to the one that waits longest
#include "neco.h"
static int first;
static neco_mutex m;
static void one(int argc, void *argv[]) {
    (void)argc, (void)argv;
    neco_yield();
    neco_mutex_lock(&m);
    if (!first)
        first = 1;
    neco_mutex_unlock(&m);
}
static void two(int argc, void *argv[]) {
    neco_chan *c = argv[0];
    int v = 2;
    neco_mutex_lock(&m);
    int won = !first;
    if (won)
        first = 2;
    neco_mutex_unlock(&m);
    if (won)
        neco_chan_send(c, &v);
}
int neco_main(int argc, char **argv) {
    neco_chan *c;
    int v;
    neco_chan_make(&c, sizeof v, 0);
    neco_mutex_init(&m);
    neco_mutex_lock(&m);
    neco_start(one, 1, c);
    neco_start(two, 1, c);
    neco_yield();
    neco_yield();
    neco_yield();
    neco_mutex_unlock(&m);
    neco_chan_recv(c, &v);
    return 0;
}
