// case: the event is sent first
#include "neco.h"

static neco_chan *events;

static void shut_down(void) {
    neco_chan_close(events);
}

int neco_main(int argc, char **argv) {
    int event = 1;
    neco_chan_make(&events, sizeof(int), 4);
    neco_chan_send(events, &event);
    shut_down();
    return 0;
}
