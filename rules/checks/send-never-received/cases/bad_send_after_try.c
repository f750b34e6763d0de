// case: the first value is offered without blocking and takes the only slot, the second one is sent for good
#include "chan.h"
#include <stddef.h>

static void offer(chan_t *queue, void *value) {
    chan_select(NULL, 0, NULL, &queue, 1, &value);
}

int main(void) {
    chan_t *queue = chan_init(1);
    offer(queue, queue);
    chan_send(queue, queue); // finding: send-never-received
    chan_dispose(queue);
    return 0;
}
