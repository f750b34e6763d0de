// case: one send more than receives, however many that are
#include "neco.h"
static void produce(int argc, void *argv[]) {
    neco_chan *c = argv[0];
    int n = *(int *)argv[1];
    for (int i = 0; i < n + 1; i++)
        neco_chan_send(c, &i); // finding: send-never-received
}
int neco_main(int argc, char **argv) {
    neco_chan *c;
    int n = argc + 3, v;
    neco_chan_make(&c, sizeof(int), 0);
    neco_start(produce, 2, c, &n);
    for (int i = 0; i < n; i++)
        neco_chan_recv(c, &v);
    neco_chan_release(c);
    return 0;
}
