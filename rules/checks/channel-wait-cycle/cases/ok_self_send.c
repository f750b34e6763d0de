// case: a slot in the channel keeps the value until the same task receives it
#include "neco.h"

int neco_main(int argc, char **argv) {
    neco_chan *ch;
    int value = 1;
    neco_chan_make(&ch, sizeof(int), 1);
    neco_chan_send(ch, &value);
    neco_chan_recv(ch, &value);
    neco_chan_release(ch);
    return 0;
}
