// case: a buffered send does not wait while there is room, and values come in order; here that leads into a receive
// without end
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value); // finding: receive-never-sent
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_chan *ch;
    int one = 1, two = 2, value = 0;
    neco_chan_make(&ch, sizeof(int), 2);
    neco_chan_send(ch, &one);
    neco_chan_send(ch, &two);
    neco_chan_recv(ch, &value);
    if (value == 1) hang();
    return 0;
}
