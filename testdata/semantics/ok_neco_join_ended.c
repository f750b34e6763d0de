// case: a join with a coroutine that has ended does not wait; only without that would it hang
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value);
}

static void run(int argc, void *argv[]) {}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_start(run, 0);
    int joined = neco_join(neco_lastid());
    if (!(joined == NECO_OK)) hang();
    return 0;
}
