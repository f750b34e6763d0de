// case: a function takes the smaller of its own limit and the deadline that it is given
#include "libdill.h"

static int take(int ch, int64_t deadline) {
    int64_t limit = now() + 1000;
    int value;
    if (limit > deadline) limit = deadline;
    if (chrecv(ch, &value, sizeof value, limit) < 0) return -1;
    return value;
}

int main(void) {
    int ch[2];
    chmake(ch);
    int value = take(ch[1], now() + 100);
    hclose(ch[0]);
    hclose(ch[1]);
    return value > 0;
}
