// case: a yield between load and store lets the other coroutine in; only without that would it hang
#include "libdill.h"

static int never[2];

static void hang(void) {
    int value;
    chrecv(never[0], &value, sizeof value, -1);
}

static int counter;

static coroutine void count(void) {
    int old = counter;
    yield();
    counter = old + 1; // finding: atomicity-across-switch
}

int main(void) {
    chmake(never);
    int group = bundle();
    bundle_go(group, count());
    bundle_go(group, count());
    bundle_wait(group, -1);
    if (!(counter == 1)) hang();
    return 0;
}
