// case: a fetch is cancelled and returns, and so does the request that it started
#include "libdill.h"

static coroutine void request(int reply, int cancel) {
    int value = 1;
    if (chrecv(cancel, &value, sizeof value, 0) < 0 && errno == EPIPE) return;
    msleep(now() + 20);
    struct chclause clauses[] = {
        {CHSEND, reply, &value, sizeof value},
        {CHRECV, cancel, &value, sizeof value},
    };
    choose(clauses, 2, -1);
}

static coroutine void fetch(int result, int cancel, int group) {
    int reply[2], value;
    chmake(reply);
    bundle_go(group, request(reply[0], cancel));
    struct chclause clauses[] = {
        {CHRECV, reply[1], &value, sizeof value},
        {CHRECV, cancel, &value, sizeof value},
    };
    if (choose(clauses, 2, -1) != 0) return;
    struct chclause handover[] = {
        {CHSEND, result, &value, sizeof value},
        {CHRECV, cancel, &value, sizeof value},
    };
    choose(handover, 2, -1);
}

int main(void) {
    int result[2], cancel[2], value, group = bundle();
    chmake(result);
    chmake(cancel);
    bundle_go(group, fetch(result[0], cancel[1], group));
    chrecv(result[1], &value, sizeof value, now() + 5);
    chdone(cancel[0]);
    bundle_wait(group, -1);
    return 0;
}
