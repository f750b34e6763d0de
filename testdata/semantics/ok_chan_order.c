// case: a buffered channel hands on values in order; only without that would it hang
#include "chan.h"
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

int main(void) {
    never = chan_init(0);
    chan_t *ch = chan_init(2);
    int one = 1, two = 2, value = 0;
    chan_send_int32(ch, one);
    chan_send_int32(ch, two);
    chan_recv_int32(ch, &value);
    if (!(value == 1)) hang();
    return 0;
}
