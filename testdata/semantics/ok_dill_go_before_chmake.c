// case: the coroutine starts after its channel was made
#include "libdill.h"

static int ch[2];

static coroutine void take(void) {
    int value;
    chrecv(ch[1], &value, sizeof value, -1);
}

int main(void) {
    int value = 1, group = bundle();
    chmake(ch);
    chmake(ch);
    bundle_go(group, take());
    chsend(ch[0], &value, sizeof value, now() + 10);
    bundle_wait(group, -1);
    return 0;
}
