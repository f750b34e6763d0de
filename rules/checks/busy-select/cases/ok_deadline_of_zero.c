// case: the loop around choose sleeps a little before it asks again
#include "libdill.h"

static coroutine void produce(int ch) {
    int value = 1;
    msleep(now() + 10);
    chsend(ch, &value, sizeof value, -1);
}

int main(void) {
    int ch[2], value = 0;
    chmake(ch);
    int producer = go(produce(ch[0]));
    struct chclause clauses[] = {{CHRECV, ch[1], &value, sizeof value}};
    while (choose(clauses, 1, 0) < 0) msleep(now() + 1);
    hclose(producer);
    return value == 1 ? 0 : 1;
}
