// case: the worker knows of the quit channel but does not listen to it while it hands over its result
#include "libdill.h"

static coroutine void work(int result, int quit) {
    int value = 1;
    msleep(now() + 20);
    chsend(result, &value, sizeof value, -1); // finding: cancel-ignored
    chrecv(quit, &value, sizeof value, 0);
}

int main(void) {
    int result[2], quit[2], value, group = bundle();
    chmake(result);
    chmake(quit);
    bundle_go(group, work(result[0], quit[1]));
    chrecv(result[1], &value, sizeof value, now() + 5); // step: cancel-ignored
    chdone(quit[0]);
    bundle_wait(group, -1); // step: cancel-ignored
    return 0;
}
