// case: what is buffered is received after the close, then -1; here that leads into a receive without end
#include "chan.h"
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

int main(void) {
    never = chan_init(0);
    chan_t *ch = chan_init(1);
    chan_send(ch, NULL);
    chan_close(ch);
    int first = chan_recv(ch, NULL), second = chan_recv(ch, NULL);
    if (first == 0 && second == -1) hang();
    return 0;
}
