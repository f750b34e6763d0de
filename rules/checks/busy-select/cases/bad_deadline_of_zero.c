// case: choose with a deadline of zero returns at once, and the loop around it never lets the sender run
#include "libdill.h"

static coroutine void produce(int ch) {
    int value = 1;
    msleep(now() + 10);
    chsend(ch, &value, sizeof value, -1);
}

int main(void) {
    int ch[2], value = 0;
    chmake(ch);
    go(produce(ch[0]));
    struct chclause clauses[] = {{CHRECV, ch[1], &value, sizeof value}};
    while (choose(clauses, 1, 0) < 0) { // finding: busy-select
    }
    return value == 1 ? 0 : 1;
}
