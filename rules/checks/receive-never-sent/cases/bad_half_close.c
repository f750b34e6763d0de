// case: main closes its half of the channel, which does not wake the receiver at the other half
#include "libdill.h"

static coroutine void listen_to(int ch) {
    int value;
    chrecv(ch, &value, sizeof value, -1); // finding: receive-never-sent
}

int main(void) {
    int ch[2], group = bundle();
    chmake(ch);
    bundle_go(group, listen_to(ch[1]));
    hclose(ch[0]);
    bundle_wait(group, -1); // step: receive-never-sent
    return 0;
}
