// case: a small number is a deadline in the past: the receive ends; only without that would it hang
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1);
}

int main(void) {
    chmake(never);
    int ch[2], value = 0;
    chmake(ch);
    int got = chrecv(ch[1], &value, sizeof value, 1000);
    if (!(got == -1)) hang();
    return 0;
}
