// case: a send to a closed channel fails, and so does a second close; here that leads into a receive without end
#include "chan.h"
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

int main(void) {
    never = chan_init(0);
    chan_t *ch = chan_init(0);
    chan_close(ch);
    int sent = chan_send(ch, NULL), closed = chan_close(ch);
    if (sent == -1 && closed == -1) hang();
    return 0;
}
