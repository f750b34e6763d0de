// case: chs lets the others run although there is room
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int);
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
    if (ran == 0) hang();
    return 0;
}
