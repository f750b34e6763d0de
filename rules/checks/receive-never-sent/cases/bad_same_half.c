// case: sender and receiver use the same half of a channel, whose two directions never meet
#include "libdill.h"

static coroutine void produce(int ch) {
    int value = 1;
    chsend(ch, &value, sizeof value, -1); // finding: send-never-received
}

int main(void) {
    int ch[2], value;
    chmake(ch);
    int producer = go(produce(ch[0]));
    chrecv(ch[0], &value, sizeof value, -1); // finding: receive-never-sent
    hclose(producer);
    return 0;
}
