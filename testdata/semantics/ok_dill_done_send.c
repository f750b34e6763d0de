// case: a send after chdone fails at once; only without that would it hang
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
    chdone(ch[0]);
    int sent = chsend(ch[0], &value, sizeof value, -1);
    int got = chrecv(ch[1], &value, sizeof value, -1);
    if (!(sent == -1 && got == -1)) hang();
    return 0;
}
