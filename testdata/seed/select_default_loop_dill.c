// case: a deadline of zero is a default: the loop around it never lets the sender run
#include "libdill.h"

static coroutine void produce(int data) {
    int value = 1;
    msleep(now() + 1);
    chsend(data, &value, sizeof value, -1);
}

int main(void) {
    int data[2], value = 0;
    chmake(data);
    go(produce(data[0]));
    while (chrecv(data[1], &value, sizeof value, 0) < 0) { // finding: busy-select
    }
    return value != 1;
}
