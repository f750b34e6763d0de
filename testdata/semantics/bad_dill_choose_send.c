// case: choose can send; here that leads into a receive without end
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1); // finding: receive-never-sent
}

static int got;

static coroutine void take(int ch) {
    chrecv(ch, &got, sizeof got, -1);
}

int main(void) {
    chmake(never);
    int ch[2], empty[2], value = 4, other = 0;
    chmake(ch);
    chmake(empty);
    int taker = go(take(ch[1]));
    struct chclause clauses[] = {{CHRECV, empty[1], &other, sizeof other}, {CHSEND, ch[0], &value, sizeof value}};
    int which = choose(clauses, 2, -1);
    yield();
    if (which == 1 && got == 4) hang();
    hclose(taker);
    return 0;
}
