// case: the caller only looks now and then for the result of a task that may take longer, and goes on waiting
#include "neco.h"

static neco_chan *source, *result;

static void fetch(int argc, void *argv[]) {
    int value = 0;
    neco_chan_recv_dl(source, &value, neco_now() + NECO_SECOND / 5);
    neco_chan_send(result, &value);
}

int neco_main(int argc, char **argv) {
    int value, looks = 0;
    neco_chan_make(&source, sizeof(int), 0);
    neco_chan_make(&result, sizeof(int), 1);
    neco_start(fetch, 0);
    while (neco_chan_recv_dl(result, &value, neco_now() + NECO_SECOND / 50) != NECO_OK) looks++;
    return looks == 0;
}
