// case: a try receive from an empty channel does not wait; here that leads into a receive without end
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value); // finding: receive-never-sent
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_chan *ch;
    int value = 5;
    neco_chan_make(&ch, sizeof(int), 0);
    int got = neco_chan_tryrecv(ch, &value);
    if (got == NECO_EMPTY) hang();
    return 0;
}
