// case: sender and receiver use opposite halves of the channel
#include "libdill.h"

static coroutine void produce(int ch) {
    int value = 1;
    chsend(ch, &value, sizeof value, -1);
}

int main(void) {
    int ch[2], value;
    chmake(ch);
    int producer = go(produce(ch[0]));
    chrecv(ch[1], &value, sizeof value, -1);
    hclose(producer);
    return 0;
}
