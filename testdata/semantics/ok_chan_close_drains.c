// case: what is buffered is received after the close, then -1; only without that would it hang
#include "chan.h"
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

int main(void) {
    never = chan_init(0);
    chan_t *ch = chan_init(1);
    chan_send(ch, NULL);
    chan_close(ch);
    int first = chan_recv(ch, NULL), second = chan_recv(ch, NULL);
    if (!(first == 0 && second == -1)) hang();
    return 0;
}
