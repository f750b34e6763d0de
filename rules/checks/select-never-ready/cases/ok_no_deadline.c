// case: the select gives up at its deadline
#include "neco.h"

struct call {
    neco_chan *reply, *failure;
};

static int call_wait(struct call *call) {
    return neco_chan_select_dl(neco_now() + NECO_MILLISECOND, 2, call->reply, call->failure);
}

int neco_main(int argc, char **argv) {
    struct call call;
    neco_chan_make(&call.reply, sizeof(int), 1);
    neco_chan_make(&call.failure, sizeof(int), 1);
    return call_wait(&call) >= 0;
}
