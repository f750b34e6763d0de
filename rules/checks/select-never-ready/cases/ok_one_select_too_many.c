// case: main chooses as often as its two sources send together, for any number of values
#include "libdill.h"

static coroutine void source(int ch, int count) {
    for (int i = 0; i < count; i++) chsend(ch, &i, sizeof i, -1);
}

int main(int argc, char **argv) {
    int left[2], right[2], value;
    chmake(left);
    chmake(right);
    int one = go(source(left[0], argc)), two = go(source(right[0], argc));
    struct chclause clauses[] = {
        {CHRECV, left[1], &value, sizeof value},
        {CHRECV, right[1], &value, sizeof value},
    };
    for (int i = 0; i < 2 * argc; i++) choose(clauses, 2, -1);
    hclose(one);
    hclose(two);
    return 0;
}
