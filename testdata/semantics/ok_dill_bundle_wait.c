// case: bundle_wait waits for all that are in the bundle; only without that would it hang
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1);
}

static int ended;

static coroutine void work(void) {
    yield();
    ended++;
}

int main(void) {
    chmake(never);
    int group = bundle();
    bundle_go(group, work());
    bundle_go(group, work());
    int waited = bundle_wait(group, -1);
    if (!(waited == 0 && ended == 2)) hang();
    return 0;
}
