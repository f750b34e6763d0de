// case: hclose of a bundle cancels all that are in it; here that leads into a receive without end
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1); // finding: receive-never-sent
}

static int canceled;

static coroutine void take(int ch) {
    int value;
    if (chrecv(ch, &value, sizeof value, -1) < 0) canceled++;
}

int main(void) {
    chmake(never);
    int ch[2], group = bundle();
    chmake(ch);
    bundle_go(group, take(ch[1]));
    bundle_go(group, take(ch[1]));
    hclose(group);
    if (canceled == 2) hang();
    return 0;
}
