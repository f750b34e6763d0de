// case: chs lets the others run although there is room; here that leads into a receive without end
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int); // finding: receive-never-sent
}

static int ran;

static coroutine void work(void) {
    yield();
    ran = 1;
}

int main(void) {
    never = chmake(int, 0);
    chan ch = chmake(int, 1);
    go(work());
    chs(ch, int, 1);
    if (ran == 1) hang();
    return 0;
}
