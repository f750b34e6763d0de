// case: a receive that makes room may let the waiting sender run
#include "neco.h"
static int flag;
static void worker(int argc, void *argv[]) {
    neco_chan *c = argv[0];
    int v = 1;
    neco_chan_send(c, &v);
    neco_chan_send(c, &v);
    flag = 1;
}
int neco_main(int argc, char **argv) {
    neco_chan *c, *d;
    int v;
    neco_chan_make(&c, sizeof v, 1);
    neco_chan_make(&d, sizeof v, 0);
    neco_start(worker, 1, c);
    neco_chan_recv(c, &v);
    if (flag)
        neco_chan_recv(d, &v); // finding: receive-never-sent
    neco_chan_recv(c, &v);
    return 0;
}
