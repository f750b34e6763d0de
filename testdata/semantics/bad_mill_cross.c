// case: two coroutines that each send first and receive later
#include "libmill.h"

static coroutine void work(chan from, chan to) {
    chs(to, int, 1); // finding: channel-wait-cycle
    chr(from, int);
}

int main(void) {
    chan there = chmake(int, 0), back = chmake(int, 0);
    go(work(there, back));
    chs(there, int, 1); // step: channel-wait-cycle
    chr(back, int);
    return 0;
}
