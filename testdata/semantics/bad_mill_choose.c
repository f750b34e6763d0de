// case: choose waits for ever when none of its cases gets a partner
#include "libmill.h"

static coroutine void feed(chan ch) {
    chs(ch, int, 1); // finding: send-never-received
}

int main(void) {
    chan one = chmake(int, 0), two = chmake(int, 0), three = chmake(int, 0);
    int taken = 0;
    go(feed(three));
    choose { // finding: select-never-ready
    in(one, int, value):
        taken = value;
    in(two, int, value):
        taken = value;
    end
    }
    return taken;
}
