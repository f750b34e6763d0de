// case: as many elements as the channel holds are sent without a receiver
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int);
}

static int sent;

static coroutine void feed(chan ch) {
    for (int i = 0; i < 2; i++) {
        chs(ch, int, i);
        sent++;
    }
}

int main(void) {
    never = chmake(int, 0);
    chan ch = chmake(int, 2);
    go(feed(ch));
    yield();
    yield();
    yield();
    if (sent != 2) hang();
    return 0;
}
