// case: sender and receiver agree on the number of messages
#include "libdill.h"

enum { SENT = 3, EXPECTED = SENT };

static coroutine void produce(int ch) {
    for (int i = 0; i < SENT; i++) chsend(ch, &i, sizeof i, -1);
}

static coroutine void consume(int ch) {
    int value;
    for (int i = 0; i < EXPECTED; i++) chrecv(ch, &value, sizeof value, -1);
}

int main(void) {
    int ch[2], group = bundle();
    chmake(ch);
    bundle_go(group, produce(ch[0]));
    bundle_go(group, consume(ch[1]));
    bundle_wait(group, -1);
    return 0;
}
