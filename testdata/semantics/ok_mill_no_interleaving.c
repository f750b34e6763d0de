// case: coroutines take turns only where they wait
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int);
}

static int counter;

static coroutine void add(chan done) {
    int old = counter;
    counter = old + 1;
    chs(done, int, 1);
}

int main(void) {
    never = chmake(int, 0);
    chan done = chmake(int, 2);
    go(add(done));
    go(add(done));
    chr(done, int);
    chr(done, int);
    if (counter != 2) hang();
    return 0;
}
