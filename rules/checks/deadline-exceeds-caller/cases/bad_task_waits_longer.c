// case: a task waits a second for its source, and the caller gives up on the task after a tenth of that
#include "neco.h"

struct request {
    neco_chan *source, *result;
};

static void fetch(int argc, void *argv[]) {
    struct request *request = argv[0];
    int value = 0;
    int status = neco_chan_recv_dl(request->source, &value, neco_now() + NECO_SECOND); // finding: deadline-exceeds-caller
    if (status != NECO_OK) value = -1;
    neco_chan_send(request->result, &value);
}

int neco_main(int argc, char **argv) {
    struct request request;
    int value;
    neco_chan_make(&request.source, sizeof(int), 0);
    neco_chan_make(&request.result, sizeof(int), 1);
    neco_start(fetch, 1, &request);
    int64_t deadline = neco_now() + NECO_SECOND / 10;
    if (neco_chan_recv_dl(request.result, &value, deadline) != NECO_OK) // step: deadline-exceeds-caller
        return 1;
    return value < 0;
}
