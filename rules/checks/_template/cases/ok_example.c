// case: one sentence that says what the twin does better
// The same program with the smallest change that mends it: no finding on any line.
#include "chan.h"
#include <stddef.h>

int main(void) {
    chan_t *ch = chan_init(1);
    chan_send(ch, NULL);
    return 0;
}
