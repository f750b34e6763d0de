// case: the pause comes before the value is read
#include <neco.h>

static int count;

static void add(int argc, void **argv) {
    (void)argc, (void)argv;
    neco_yield();
    int seen = count;
    count = seen + 1;
}

int neco_main(int argc, char **argv) {
    (void)argc, (void)argv;
    neco_start(add, 0);
    neco_start(add, 0);
    return 0;
}
