// case: main ends the direction in which the receiver waits
#include "libdill.h"

static coroutine void listen_to(int ch) {
    int value;
    chrecv(ch, &value, sizeof value, -1);
}

int main(void) {
    int ch[2], group = bundle();
    chmake(ch);
    bundle_go(group, listen_to(ch[1]));
    chdone(ch[0]);
    bundle_wait(group, -1);
    return 0;
}
