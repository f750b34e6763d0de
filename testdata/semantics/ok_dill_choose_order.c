// case: of two ready clauses choose takes the first; only without that would it hang
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
    int left[2], right[2], a = 0, b = 0;
    chmake(left);
    chmake(right);
    int first = go(give(right[0])), second = go(give(left[0]));
    struct chclause clauses[] = {{CHRECV, left[1], &a, sizeof a}, {CHRECV, right[1], &b, sizeof b}};
    int which = choose(clauses, 2, -1);
    if (!(which == 0 && a == 3 && b == 0)) hang();
    hclose(first);
    hclose(second);
    return 0;
}
