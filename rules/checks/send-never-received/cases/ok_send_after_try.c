// case: both values are offered without blocking, and the second one is dropped
#include "chan.h"
#include <stddef.h>

static void offer(chan_t *queue, void *value) {
    chan_select(NULL, 0, NULL, &queue, 1, &value);
}

int main(void) {
    chan_t *queue = chan_init(1);
    offer(queue, queue);
    offer(queue, queue);
    chan_dispose(queue);
    return 0;
}
