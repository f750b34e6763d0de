// case: choose with a deadline of 0 does not wait; only without that would it hang
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
    struct chclause clauses[] = {{CHRECV, ch[1], &value, sizeof value}};
    int which = choose(clauses, 1, 0);
    if (!(which == -1)) hang();
    return 0;
}
