// case: a deadline of 0 takes from a sender that waits; only without that would it hang
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1);
}

static coroutine void give(int ch) {
    int value = 3;
    chsend(ch, &value, sizeof value, -1);
}

int main(void) {
    chmake(never);
    int ch[2], value = 0;
    chmake(ch);
    int giver = go(give(ch[0]));
    int got = chrecv(ch[1], &value, sizeof value, 0);
    if (!(got == 0)) hang();
    hclose(giver);
    return 0;
}
