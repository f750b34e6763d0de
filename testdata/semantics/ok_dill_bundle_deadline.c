// case: bundle_wait with a deadline of 0 does not wait; only without that would it hang
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1);
}

static coroutine void take(int ch) {
    int value;
    chrecv(ch, &value, sizeof value, -1);
}

int main(void) {
    chmake(never);
    int ch[2], group = bundle();
    chmake(ch);
    bundle_go(group, take(ch[1]));
    int waited = bundle_wait(group, 0);
    if (!(waited == -1)) hang();
    hclose(group);
    return 0;
}
