// case: three coroutines in a ring all receive from their neighbour before they send to the next
#include "libdill.h"

static coroutine void stage(int from, int to) {
    int token = 0;
    chrecv(from, &token, sizeof token, -1); // finding: channel-wait-cycle
    chsend(to, &token, sizeof token, -1);
}

int main(void) {
    int one[2], two[2], three[2];
    chmake(one);
    chmake(two);
    chmake(three);
    int group = bundle();
    bundle_go(group, stage(three[1], one[0]));
    bundle_go(group, stage(one[1], two[0]));
    bundle_go(group, stage(two[1], three[0]));
    bundle_wait(group, -1); // step: channel-wait-cycle
    return 0;
}
