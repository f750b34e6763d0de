// case: the select waits for a reply that never comes, without a deadline
#include "neco.h"

struct call {
    neco_chan *reply, *failure;
};

static int call_wait(struct call *call) {
    return neco_chan_select(2, call->reply, call->failure); // finding: select-never-ready
}

int neco_main(int argc, char **argv) {
    struct call call;
    neco_chan_make(&call.reply, sizeof(int), 1);
    neco_chan_make(&call.failure, sizeof(int), 1);
    return call_wait(&call) < 0;
}
