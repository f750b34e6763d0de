// case: after a cancel every later wait fails, too; here that leads into a receive without end
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1); // finding: receive-never-sent
}

static int later;

static coroutine void take(int ch) {
    int value;
    chrecv(ch, &value, sizeof value, -1);
    later = chrecv(ch, &value, sizeof value, -1);
}

int main(void) {
    chmake(never);
    int ch[2];
    chmake(ch);
    int taker = go(take(ch[1]));
    hclose(taker);
    if (later == -1) hang();
    return 0;
}
