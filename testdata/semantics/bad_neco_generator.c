// case: a generator hands over each value once and is closed when its coroutine ends; here that leads into a receive
// without end
#include "neco.h"

static neco_chan *never;

static void hang(void) {
    int value;
    neco_chan_recv(never, &value); // missed: receive-never-sent - generators are taken for input and output: how often
                                   // one yields is not known
}

static void two(int argc, void *argv[]) {
    for (int i = 1; i <= 2; i++) neco_gen_yield(&i);
}

int neco_main(int argc, char **argv) {
    neco_chan_make(&never, sizeof(int), 0);
    neco_gen *numbers;
    int value = 0, count = 0;
    neco_gen_start(&numbers, sizeof(int), two, 0);
    while (neco_gen_next(numbers, &value) == NECO_OK) count++;
    if (count == 2) hang();
    return 0;
}
