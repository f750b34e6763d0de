// case: the values and the close are all there before the loop takes them, and it never finds nothing
#include "neco.h"

int neco_main(int argc, char **argv) {
    neco_chan *queue;
    int value = 1, sum = 0, status;
    neco_chan_make(&queue, sizeof(int), 4);
    neco_chan_send(queue, &value);
    neco_chan_send(queue, &value);
    neco_chan_close(queue);
    while ((status = neco_chan_tryrecv(queue, &value)) != NECO_CLOSED)
        if (status == NECO_OK) sum += value;
    return sum != 2;
}
