// case: a select with default on two channels that nobody serves returns at once
#include "libdill.h"

int main(void) {
    int data[2], stop[2], value;
    chmake(data);
    chmake(stop);
    struct chclause clauses[] = {
        {CHRECV, data[1], &value, sizeof value},
        {CHRECV, stop[1], &value, sizeof value},
    };
    choose(clauses, 2, 0);
    return 0;
}
