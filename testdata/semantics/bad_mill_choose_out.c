// case: choose sends when a receiver waits; here that leads into a receive without end
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int); // finding: receive-never-sent
}

static int got;

static coroutine void take(chan ch) {
    got = chr(ch, int);
}

int main(void) {
    never = chmake(int, 0);
    chan full = chmake(int, 0), ch = chmake(int, 0);
    int taken = 0;
    go(take(ch));
    choose {
    out(full, int, 1):
        taken = 1;
    out(ch, int, 6):
        taken = 2;
    end
    }
    yield();
    if (taken == 2 && got == 6) hang();
    return 0;
}
