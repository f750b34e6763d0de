// case: the loop takes what is there and ends when there is no more
#include "neco.h"

int neco_main(int argc, char **argv) {
    neco_chan *queue;
    int value = 1, sum = 0;
    neco_chan_make(&queue, sizeof(int), 4);
    neco_chan_send(queue, &value);
    neco_chan_send(queue, &value);
    while (neco_chan_tryrecv(queue, &value) == NECO_OK) sum += value;
    return sum != 2;
}
