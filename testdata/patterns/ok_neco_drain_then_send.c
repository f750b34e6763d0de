// case: a task keeps the latest value in a channel of capacity 1: it drains, then sends, and nobody runs in between
#include "neco.h"
static void put(neco_chan *latest, int value) {
    int old;
    neco_chan_tryrecv(latest, &old);
    neco_chan_send(latest, &value);
}
static void read_later(int argc, void *argv[]) {
    neco_chan *latest = argv[0];
    int v;
    neco_sleep(NECO_SECOND);
    neco_chan_tryrecv(latest, &v);
    neco_chan_release(latest);
}
int neco_main(int argc, char **argv) {
    neco_chan *latest;
    neco_chan_make(&latest, sizeof(int), 1);
    neco_chan_retain(latest);
    neco_start(read_later, 1, latest);
    for (int i = 0; i < argc + 3; i++)
        put(latest, i);
    neco_chan_release(latest);
    return 0;
}
