// case: an event is sent after the shutdown has closed the channel
#include "neco.h"

static neco_chan *events;

static void shut_down(void) {
    neco_chan_close(events);
}

int neco_main(int argc, char **argv) {
    int event = 1;
    neco_chan_make(&events, sizeof(int), 4);
    shut_down();
    neco_chan_send(events, &event); // finding: send-on-closed
    return 0;
}
