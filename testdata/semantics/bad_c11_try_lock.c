// case: a try lock of a held mutex gives thrd_busy; here that leads into a receive without end
#include "chan.h"
#include <threads.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static mtx_t mutex;

static int try_it(void *arg) {
    return mtx_trylock(&mutex);
}

int main(void) {
    never = chan_init(0);
    thrd_t thread;
    int got = 0;
    mtx_init(&mutex, mtx_plain);
    mtx_lock(&mutex);
    thrd_create(&thread, try_it, NULL);
    thrd_join(thread, &got);
    mtx_unlock(&mutex);
    if (got == thrd_busy) hang();
    return 0;
}
