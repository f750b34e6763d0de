// case: k producers of n values and a consumer of k times n, all unknown
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
struct src {
    chan_t *out;
    int n;
};
static void *produce(void *a) {
    struct src *s = a;
    for (int i = 0; i < s->n; i++)
        chan_send(s->out, s);
    free(s);
    return NULL;
}
int main(int argc, char **argv) {
    int k = argc, n = argc + 2;
    chan_t *out = chan_init(0);
    for (int i = 0; i < k; i++) {
        struct src *s = malloc(sizeof *s);
        s->out = out;
        s->n = n;
        pthread_t t;
        pthread_create(&t, NULL, produce, s);
        pthread_detach(t);
    }
    for (int i = 0; i < k * n; i++)
        chan_recv(out, NULL);
    return 0;
}
