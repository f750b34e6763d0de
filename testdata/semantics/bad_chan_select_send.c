// case: a send case is ready when there is room; its number follows those of the receives; here that leads into a
// receive without end
#include "chan.h"
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

int main(void) {
    never = chan_init(0);
    chan_t *empty = chan_init(1), *room = chan_init(1), *in[] = {empty}, *out[] = {room};
    void *value, *values[] = {NULL};
    int which = chan_select(in, 1, &value, out, 1, values);
    if (which == 1) hang();
    return 0;
}
