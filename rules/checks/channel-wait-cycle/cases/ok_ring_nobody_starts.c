// case: main puts the first token into the ring and takes it out at the end
#include "libdill.h"

static coroutine void stage(int from, int to) {
    int token = 0;
    chrecv(from, &token, sizeof token, -1);
    chsend(to, &token, sizeof token, -1);
}

int main(void) {
    int one[2], two[2], three[2], token = 1;
    chmake(one);
    chmake(two);
    chmake(three);
    int group = bundle();
    bundle_go(group, stage(three[1], one[0]));
    bundle_go(group, stage(one[1], two[0]));
    chsend(three[0], &token, sizeof token, -1);
    chrecv(two[1], &token, sizeof token, -1);
    bundle_wait(group, -1);
    return 0;
}
