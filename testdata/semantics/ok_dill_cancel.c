// case: hclose ends the wait of a coroutine with -1 and waits for its end; only without that would it hang
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1);
}

static int result, ended;

static coroutine void take(int ch) {
    int value;
    result = chrecv(ch, &value, sizeof value, -1);
    ended = 1;
}

int main(void) {
    chmake(never);
    int ch[2];
    chmake(ch);
    int taker = go(take(ch[1]));
    hclose(taker);
    if (!(result == -1 && ended == 1)) hang();
    return 0;
}
