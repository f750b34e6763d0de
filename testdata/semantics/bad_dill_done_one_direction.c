// case: chdone ends one direction: the other still carries values; here that leads into a receive without end
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1); // finding: receive-never-sent
}

static coroutine void give(int ch) {
    int value = 3;
    chsend(ch, &value, sizeof value, -1);
}

int main(void) {
    chmake(never);
    int ch[2], value = 0;
    chmake(ch);
    int giver = go(give(ch[1]));
    int first = chdone(ch[0]), second = chdone(ch[0]);
    int got = chrecv(ch[0], &value, sizeof value, -1);
    if (first == 0 && second == -1 && got == 0 && value == 3) hang();
    hclose(giver);
    return 0;
}
