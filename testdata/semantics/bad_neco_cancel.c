// case: a canceled coroutine ends where it waits and does not go on; here that leads into a receive without end
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value); // finding: receive-never-sent
}

static int went_on;

static void take(int argc, void *argv[]) {
    int value;
    neco_chan_recv(argv[0], &value);
    went_on = 1;
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_chan *ch;
    neco_chan_make(&ch, sizeof(int), 0);
    neco_start(take, 1, ch);
    int64_t taker = neco_lastid();
    neco_cancel(taker);
    neco_join(taker);
    if (went_on == 0) hang();
    return 0;
}
