// case: the function that starts the sources is chosen by a pointer, and the chosen one starts one
#include "libdill.h"

static int ticks[2], lines[2];

static coroutine void tick(void) {
    int value = 1;
    chsend(ticks[0], &value, sizeof value, -1);
}

int start_tick(void) {
    return go(tick());
}

int start_none(void) {
    return bundle();
}

static int wait_for_any(int (*start)(void)) {
    int value, sources = start();
    struct chclause clauses[] = {
        {CHRECV, ticks[1], &value, sizeof value},
        {CHRECV, lines[1], &value, sizeof value},
    };
    int chosen = choose(clauses, 2, -1);
    hclose(sources);
    return chosen;
}

int main(void) {
    chmake(ticks);
    chmake(lines);
    return wait_for_any(start_tick);
}
