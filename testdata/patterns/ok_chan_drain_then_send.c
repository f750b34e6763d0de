// case: one task keeps the latest value in a channel of capacity 1: it drains, then sends
#include "chan.h"
#include <pthread.h>
static chan_t *latest;
static void put(void *value) {
    void *old;
    chan_t *from[] = {latest};
    chan_select(from, 1, &old, NULL, 0, NULL);
    chan_send(latest, value);
}
int main(int argc, char **argv) {
    latest = chan_init(1);
    for (int i = 0; i < argc + 3; i++)
        put(argv);
    chan_dispose(latest);
    return 0;
}
