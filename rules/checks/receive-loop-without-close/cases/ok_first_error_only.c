// case: errors are collected as long as there are some, without waiting for more
#include "neco.h"

static void check(int argc, void *argv[]) {
    neco_chan *results = argv[0], *errors = argv[1];
    int value = 1;
    neco_chan_send(errors, &value);
    neco_chan_send(results, &value);
    neco_chan_close(results);
}

int neco_main(int argc, char **argv) {
    neco_chan *results, *errors;
    int value, status, bad = 0, good = 0;
    neco_chan_make(&results, sizeof(int), 4);
    neco_chan_make(&errors, sizeof(int), 4);
    neco_start(check, 2, results, errors);
    while (neco_chan_recv(results, &value) == NECO_OK) good++;
    do {
        status = neco_chan_tryrecv(errors, &value);
        if (status == NECO_OK) bad++;
    } while (status == NECO_OK);
    return good != bad;
}
