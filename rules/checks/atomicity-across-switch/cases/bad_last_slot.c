// case: two coroutines find the last slot free and both take it
#include <libdill.h>

enum { SLOTS = 1 };
static int used;
static int slots[SLOTS];

static coroutine void take(int value) {
    if (used < SLOTS) { // step: atomicity-across-switch
        msleep(now() + 10);
        slots[used++] = value; // finding: atomicity-across-switch
    }
}

int main(void) {
    int first = go(take(1));
    int second = go(take(2));
    bundle_wait(first, -1);
    bundle_wait(second, -1);
    hclose(first);
    hclose(second);
    return 0;
}
