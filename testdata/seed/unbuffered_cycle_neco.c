// case: a task sends on an unbuffered channel and only then would receive the value itself
#include "neco.h"

int neco_main(int argc, char **argv) {
    neco_chan *ch;
    int value = 42;
    neco_chan_make(&ch, sizeof(int), 0);
    neco_chan_send(ch, &value); // finding: channel-wait-cycle
    neco_chan_recv(ch, &value);
    neco_chan_release(ch);
    return 0;
}
