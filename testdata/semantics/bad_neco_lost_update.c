// case: a yield between load and store lets the other coroutine in; here that leads into a receive without end
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value); // finding: receive-never-sent
}

static int counter;

static void count(int argc, void *argv[]) {
    int old = counter;
    neco_yield();
    counter = old + 1; // finding: atomicity-across-switch
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_start(count, 0);
    int64_t first = neco_lastid();
    neco_start(count, 0);
    neco_join(neco_lastid());
    neco_join(first);
    if (counter == 1) hang();
    return 0;
}
