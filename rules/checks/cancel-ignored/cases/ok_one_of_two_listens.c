// case: both tasks wait for ticks or the end
#include "neco.h"

static neco_chan *ticks, *end;

static void count(int argc, void *argv[]) {
    while (neco_chan_select(2, ticks, end) == 0) neco_chan_case(ticks, NULL);
}

static void print(int argc, void *argv[]) {
    while (neco_chan_select(2, ticks, end) == 0) neco_chan_case(ticks, NULL);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&ticks, 0, 0);
    neco_chan_make(&end, 0, 0);
    neco_start(count, 0);
    neco_start(print, 0);
    neco_chan_send(ticks, NULL);
    neco_chan_close(end);
    return 0;
}
