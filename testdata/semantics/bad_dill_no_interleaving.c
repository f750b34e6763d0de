// case: between two switches a coroutine is alone; here that leads into a receive without end
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1); // finding: receive-never-sent
}

static int busy, seen;

static coroutine void work(void) {
    for (int i = 0; i < 2; i++) {
        seen += busy;
        busy = 1;
        busy = 0;
        yield();
    }
}

int main(void) {
    chmake(never);
    int group = bundle();
    bundle_go(group, work());
    bundle_go(group, work());
    bundle_wait(group, -1);
    if (seen == 0) hang();
    return 0;
}
