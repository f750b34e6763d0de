// case: the slot is looked for once more behind the pause
#include <libdill.h>

enum { SLOTS = 1 };
static int used;
static int slots[SLOTS];

static coroutine void take(int value) {
    if (used < SLOTS) {
        msleep(now() + 10);
        if (used < SLOTS) slots[used++] = value;
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
