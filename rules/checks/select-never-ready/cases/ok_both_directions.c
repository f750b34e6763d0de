// case: the choose gives up at its deadline
#include "libdill.h"

static int exchange(int out, int in, int64_t deadline) {
    int sent = 1, received = 0;
    struct chclause clauses[] = {
        {CHSEND, out, &sent, sizeof sent},
        {CHRECV, in, &received, sizeof received},
    };
    return choose(clauses, 2, deadline);
}

int main(void) {
    int there[2], back[2];
    chmake(there);
    chmake(back);
    exchange(there[0], back[1], now() + 10);
    return 0;
}
