// case: a coroutine that came too late is left alone with its value
#include "libdill.h"

static coroutine void fetch(int ch) {
    int value = 1;
    msleep(now() + 20);
    chsend(ch, &value, sizeof value, -1); // finding: blocked-task-leak
}

static int get(int patience) {
    int ch[2], value = 0;
    chmake(ch);
    int fetcher = go(fetch(ch[0]));
    if (chrecv(ch[1], &value, sizeof value, now() + patience) < 0) // step: blocked-task-leak
        return -1;
    hclose(fetcher);
    return value;
}

int main(void) {
    get(5);
    return 0;
}
