// case: a coroutine runs at once, up to its first wait
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int);
}

static int started;

static coroutine void work(void) {
    started = 1;
}

int main(void) {
    never = chmake(int, 0);
    go(work());
    if (started == 0) hang();
    return 0;
}
