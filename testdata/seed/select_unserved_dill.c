// case: a select without default waits on two channels that nobody serves
#include "libdill.h"

int main(void) {
    int data[2], stop[2], value;
    chmake(data);
    chmake(stop);
    struct chclause clauses[] = {
        {CHRECV, data[1], &value, sizeof value},
        {CHRECV, stop[1], &value, sizeof value},
    };
    choose(clauses, 2, -1); // finding: select-never-ready
    return 0;
}
