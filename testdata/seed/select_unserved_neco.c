// case: a select without default waits on two channels that nobody serves
#include "neco.h"

int neco_main(int argc, char **argv) {
    neco_chan *data, *stop;
    neco_chan_make(&data, sizeof(int), 0);
    neco_chan_make(&stop, sizeof(int), 0);
    neco_chan_select(2, data, stop); // finding: select-never-ready
    return 0;
}
