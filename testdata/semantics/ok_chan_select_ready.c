// case: a select takes what is ready; only without that would it hang
#include "chan.h"
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

int main(void) {
    never = chan_init(0);
    chan_t *empty = chan_init(1), *full = chan_init(1), *in[] = {empty, full};
    void *value;
    chan_send(full, NULL);
    int which = chan_select(in, 2, &value, NULL, 0, NULL);
    if (!(which == 1)) hang();
    return 0;
}
