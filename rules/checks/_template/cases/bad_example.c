// case: one sentence that says what goes wrong here
// The smallest program that shows it; it must really hang or leave a task blocked when it is run.
#include "chan.h"
#include <stddef.h>

int main(void) {
    chan_t *ch = chan_init(0);
    chan_send(ch, NULL); // finding: CHECK-ID
    return 0;
}
