// SPDX-License-Identifier: MIT
// A handler must leave errno as it was.
// expect: WARNING: qtrace: signal handler spoils errno
// expect: #0 on_signal
#include <errno.h>
#include <signal.h>

static void on_signal(int number) {
    errno = number;
}

int main(void) {
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGUSR1, &action, 0);
    raise(SIGUSR1);
    return 0;
}
