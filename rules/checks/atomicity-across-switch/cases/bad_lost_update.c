// case: two coroutines count up with a pause between reading and writing
#include <neco.h>

static int count;

static void add(int argc, void **argv) {
    (void)argc, (void)argv;
    int seen = count; // step: atomicity-across-switch
    neco_yield();
    count = seen + 1; // finding: atomicity-across-switch
}

int neco_main(int argc, char **argv) {
    (void)argc, (void)argv;
    neco_start(add, 0);
    neco_start(add, 0);
    return 0;
}
