// case: two threads run one function with a flag that says who speaks first, and the flags differ
#include "chan.h"
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct peer {
    bool speaks_first;
    chan_t *out, *in;
};

static void *talk(void *arg) {
    struct peer *peer = arg;
    if (peer->speaks_first) chan_send(peer->out, peer);
    chan_recv(peer->in, NULL);
    if (!peer->speaks_first) chan_send(peer->out, peer);
    return NULL;
}

int main(void) {
    chan_t *there = chan_init(0), *back = chan_init(0);
    struct peer one = {true, there, back}, two = {false, back, there};
    pthread_t thread;
    pthread_create(&thread, NULL, talk, &one);
    talk(&two);
    pthread_join(thread, NULL);
    return 0;
}
