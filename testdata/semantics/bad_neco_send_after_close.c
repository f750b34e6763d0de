// case: a send to a closed channel ends with NECO_CLOSED, and so does a second close; here that leads into a receive
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
    int value = 5;
    neco_chan_make(&ch, sizeof(int), 0);
    neco_chan_close(ch);
    int sent = neco_chan_send(ch, &value);
    int closed = neco_chan_close(ch);
    if (sent == NECO_CLOSED && closed == NECO_CLOSED) hang();
    return 0;
}
