// case: a coroutine runs at once, up to its first wait; here that leads into a receive without end
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1); // finding: receive-never-sent
}

static int started;

static coroutine void run(void) {
    started = 1;
}

int main(void) {
    chmake(never);
    int handle = go(run());
    if (started) hang();
    hclose(handle);
    return 0;
}
