// SPDX-License-Identifier: MIT
// A handler must not call malloc: what it interrupted may hold its lock. A handler of a fault is left alone.
// expect: WARNING: qtrace: signal-unsafe call inside of a signal
#include <signal.h>
#include <stdlib.h>

static void *volatile block;

static void on_signal(int number) {
    block = malloc((size_t)number);
}

int main(void) {
    signal(SIGUSR1, on_signal);
    raise(SIGUSR1);
    free(block);
    return 0;
}
