// case: after chdone every receive gets its value, those that waited before, too; here that leads into a receive without end
#include "libmill.h"

static chan never;

static void hang(void) {
    chr(never, int); // finding: receive-never-sent
}

static int waited;

static coroutine void take(chan ch) {
    waited = chr(ch, int);
}

int main(void) {
    never = chmake(int, 0);
    chan ch = chmake(int, 0);
    go(take(chdup(ch)));
    chdone(ch, int, 7);
    yield();
    int first = chr(ch, int), second = chr(ch, int);
    if (waited == 7 && first == 7 && second == 7) hang();
    chclose(ch);
    return 0;
}
