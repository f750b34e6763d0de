// case: closing one half leaves the receiver at the other blocked; only without that would it hang
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1);
}

static int ended;

static coroutine void take(int ch) {
    int value;
    chrecv(ch, &value, sizeof value, -1);
    ended = 1;
}

int main(void) {
    chmake(never);
    int ch[2];
    chmake(ch);
    int taker = go(take(ch[1]));
    hclose(ch[0]);
    msleep(now() + 1);
    if (!(ended == 0)) hang();
    hclose(taker);
    return 0;
}
