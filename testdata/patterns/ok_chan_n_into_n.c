// case: a task puts n elements into a channel of capacity n before it takes them out
#include "chan.h"
#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv) {
    int n = argc > 1 ? atoi(argv[1]) : 4;
    if (n < 1)
        return 1;
    chan_t *c = chan_init(n);
    for (int i = 0; i < n; i++)
        chan_send(c, argv);
    void *x;
    for (int i = 0; i < n; i++)
        chan_recv(c, &x);
    chan_dispose(c);
    return 0;
}
