// case: one of the two ends greets first
#include "neco.h"

struct end {
    neco_chan *in, *out;
    void (*greet)(struct end *end);
};

static void put(struct end *end) {
    int hello = 1;
    neco_chan_send(end->out, &hello);
}

static void take(struct end *end) {
    int hello;
    neco_chan_recv(end->in, &hello);
}

static void greet_second(struct end *end) {
    take(end);
    put(end);
}

static void greet_first(struct end *end) {
    put(end);
    take(end);
}

static struct end *end_new(neco_chan *in, neco_chan *out, void (*greet)(struct end *)) {
    struct end *end = malloc(sizeof *end);
    end->in = in;
    end->out = out;
    end->greet = greet;
    return end;
}

static void peer(int argc, void *argv[]) {
    struct end *end = argv[0];
    end->greet(end);
}

int neco_main(int argc, char **argv) {
    neco_chan *there, *back;
    neco_chan_make(&there, sizeof(int), 0);
    neco_chan_make(&back, sizeof(int), 0);
    struct end *ours = end_new(back, there, greet_first);
    neco_start(peer, 1, end_new(there, back, greet_second));
    ours->greet(ours);
    return 0;
}
