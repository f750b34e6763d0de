// case: the coroutine starts before its channel is made, and waits at the one from before
#include "libdill.h"

static int ch[2];

static coroutine void take(void) {
    int value;
    chrecv(ch[1], &value, sizeof value, -1); // finding: receive-never-sent
}

int main(void) {
    int value = 1, group = bundle();
    chmake(ch);
    bundle_go(group, take());
    chmake(ch);
    chsend(ch[0], &value, sizeof value, now() + 10);
    bundle_wait(group, -1);
    return 0;
}
