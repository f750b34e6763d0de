// case: sender and receiver have their numbers of messages from different places
#include "libdill.h"

enum { SENT = 3, EXPECTED = 2 };

static coroutine void produce(int ch) {
    for (int i = 0; i < SENT; i++) chsend(ch, &i, sizeof i, -1); // finding: send-never-received
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
    bundle_wait(group, -1); // step: send-never-received
    return 0;
}
