// case: closing both halves ends a blocked receive; only without that would it hang
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1);
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
    hclose(ch[0]);
    hclose(ch[1]);
    yield();
    if (!(got == -1)) hang();
    hclose(taker);
    return 0;
}
