// case: of two ready channels a select takes any: here the second; here that leads into a receive without end
#include "chan.h"
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

int main(void) {
    never = chan_init(0);
    chan_t *left = chan_init(1), *right = chan_init(1), *in[] = {left, right};
    void *value;
    chan_send(left, NULL);
    chan_send(right, NULL);
    int which = chan_select(in, 2, &value, NULL, 0, NULL);
    if (which == 1) hang();
    return 0;
}
