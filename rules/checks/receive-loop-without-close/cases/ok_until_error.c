// case: a coroutine receives until that fails, and its sender says when it is done
#include "libdill.h"

static coroutine void produce(int ch) {
    for (int i = 0; i < 3; i++)
        if (chsend(ch, &i, sizeof i, -1) < 0) return;
    chdone(ch);
}

static coroutine void consume(int ch) {
    int value;
    for (;;) {
        int status = chrecv(ch, &value, sizeof value, -1);
        if (status < 0) break;
    }
}

int main(void) {
    int ch[2], group = bundle();
    chmake(ch);
    bundle_go(group, produce(ch[0]));
    bundle_go(group, consume(ch[1]));
    bundle_wait(group, -1);
    hclose(group);
    hclose(ch[1]);
    hclose(ch[0]);
    return 0;
}
