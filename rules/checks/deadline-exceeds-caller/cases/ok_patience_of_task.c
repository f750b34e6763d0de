// case: a coroutine that waits longer than its starter is cancelled by it
#include "libdill.h"

static coroutine void fetch(int source, int result, int64_t deadline) {
    int value = 0;
    if (chrecv(source, &value, sizeof value, deadline) < 0) value = -1;
    chsend(result, &value, sizeof value, 0);
}

static int get(int source) {
    int result[2], value;
    chmake(result);
    int fetcher = go(fetch(source, result[0], now() + 1000));
    if (chrecv(result[1], &value, sizeof value, now() + 100) < 0) value = -1;
    hclose(fetcher);
    return value;
}

int main(void) {
    int source[2];
    chmake(source);
    int value = get(source[1]);
    msleep(now() + 1200);
    return value > 0;
}
