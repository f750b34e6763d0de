// case: a server that wakes up for its tick goes on when its clients have ended
#include "libdill.h"
#include <stdio.h>
static coroutine void feed(int ch) {
    int v = 1;
    chsend(ch, &v, sizeof v, -1);
}
int main(void) {
    int ch[2], v;
    chmake(ch);
    int h = go(feed(ch[1]));
    for (;;) {
        if (chrecv(ch[0], &v, sizeof v, now() + 1000) == 0)
            printf("%d\n", v);
        else
            puts("tick");
    }
    hclose(h);
    return 0;
}
