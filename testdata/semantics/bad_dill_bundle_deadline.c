// case: bundle_wait with a deadline of 0 does not wait; here that leads into a receive without end
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1); // finding: receive-never-sent
}

static coroutine void take(int ch) {
    int value;
    chrecv(ch, &value, sizeof value, -1); // finding: receive-never-sent
}

int main(void) {
    chmake(never);
    int ch[2], group = bundle();
    chmake(ch);
    bundle_go(group, take(ch[1]));
    int waited = bundle_wait(group, 0);
    if (waited == -1) hang();
    hclose(group);
    return 0;
}
