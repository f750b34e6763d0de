// case: a value is sent on an unbuffered channel that nobody receives from
#include "neco.h"

int neco_main(int argc, char **argv) {
    neco_chan *ch;
    int value = 1;
    neco_chan_make(&ch, sizeof(int), 0);
    neco_chan_send(ch, &value); // finding: send-never-received
    neco_chan_release(ch);
    return 0;
}
