// case: a select with nothing ready gives -1; here that leads into a receive without end
#include "chan.h"
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

int main(void) {
    never = chan_init(0);
    chan_t *ch = chan_init(1), *in[] = {ch};
    void *value;
    int which = chan_select(in, 1, &value, NULL, 0, NULL);
    if (which == -1) hang();
    return 0;
}
