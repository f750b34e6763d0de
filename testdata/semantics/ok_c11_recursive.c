// case: a recursive mutex can be locked twice; only without that would it hang
#include "chan.h"
#include <threads.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

int main(void) {
    never = chan_init(0);
    mtx_t mutex;
    mtx_init(&mutex, mtx_plain | mtx_recursive);
    mtx_lock(&mutex);
    int again = mtx_lock(&mutex);
    if (!(again == thrd_success)) hang();
    return 0;
}
