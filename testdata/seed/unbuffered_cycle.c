// case: a task sends on an unbuffered channel and only then would receive the value itself
#include "chan.h"
#include <stddef.h>

int main(void) {
    chan_t *ch = chan_init(0);
    int value = 42;
    chan_send(ch, &value); // finding: channel-wait-cycle
    chan_recv(ch, NULL);
    chan_dispose(ch);
    return 0;
}
