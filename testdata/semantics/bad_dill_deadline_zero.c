// case: a deadline of 0 does not wait; here that leads into a receive without end
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1); // finding: receive-never-sent
}

int main(void) {
    chmake(never);
    int ch[2], value = 0;
    chmake(ch);
    int sent = chsend(ch[0], &value, sizeof value, 0);
    int got = chrecv(ch[1], &value, sizeof value, 0);
    if (sent == -1 && got == -1) hang();
    return 0;
}
