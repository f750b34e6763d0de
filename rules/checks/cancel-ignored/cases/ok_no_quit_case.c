// case: the worker offers its result and listens for the end at once
#include "libdill.h"

static coroutine void work(int result, int quit) {
    int value = 1;
    msleep(now() + 20);
    struct chclause clauses[] = {
        {CHSEND, result, &value, sizeof value},
        {CHRECV, quit, &value, sizeof value},
    };
    choose(clauses, 2, -1);
}

int main(void) {
    int result[2], quit[2], value, group = bundle();
    chmake(result);
    chmake(quit);
    bundle_go(group, work(result[0], quit[1]));
    chrecv(result[1], &value, sizeof value, now() + 5);
    chdone(quit[0]);
    bundle_wait(group, -1);
    return 0;
}
