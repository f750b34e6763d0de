// case: chdone ends the receive at the other half; here that leads into a receive without end
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1); // finding: receive-never-sent
}

static int got;

static coroutine void take(int ch) {
    int value;
    got = chrecv(ch, &value, sizeof value, -1);
}

int main(void) {
    chmake(never);
    int ch[2];
    chmake(ch);
    int taker = go(take(ch[1]));
    chdone(ch[0]);
    yield();
    if (got == -1) hang();
    hclose(taker);
    return 0;
}
