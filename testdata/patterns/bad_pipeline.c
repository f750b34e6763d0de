// case: the middle of the pipeline does not close what it feeds
#include "neco.h"
static void gen(int argc, void *argv[]) {
    neco_chan *out = argv[0];
    int n = *(int *)argv[1];
    for (int i = 0; i < n; i++)
        neco_chan_send(out, &i);
    neco_chan_close(out);
    neco_chan_release(out);
}
static void sq(int argc, void *argv[]) {
    neco_chan *in = argv[0], *out = argv[1];
    int v;
    while (neco_chan_recv(in, &v) == NECO_OK) {
        v *= v;
        neco_chan_send(out, &v);
    }
    neco_chan_release(in);
    neco_chan_release(out);
}
int neco_main(int argc, char **argv) {
    neco_chan *a, *b;
    int n = argc * 3, v, sum = 0;
    neco_chan_make(&a, sizeof(int), 0);
    neco_chan_make(&b, sizeof(int), 0);
    neco_chan_retain(a);
    neco_chan_retain(a);
    neco_chan_retain(b);
    neco_start(gen, 2, a, &n);
    neco_start(sq, 2, a, b);
    while (neco_chan_recv(b, &v) == NECO_OK) // finding: receive-loop-without-close
        sum += v;
    neco_chan_release(a);
    neco_chan_release(b);
    printf("%d\n", sum);
    return 0;
}
