// case: waiting in a loop ends when the predicate holds; here that leads into a receive without end
#include "chan.h"
#include <threads.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static mtx_t mutex;
static cnd_t changed;
static int ready;

static int set(void *arg) {
    mtx_lock(&mutex);
    ready = 1;
    cnd_broadcast(&changed);
    mtx_unlock(&mutex);
    return 0;
}

int main(void) {
    never = chan_init(0);
    thrd_t thread;
    mtx_init(&mutex, mtx_plain);
    cnd_init(&changed);
    thrd_create(&thread, set, NULL);
    mtx_lock(&mutex);
    while (!ready) cnd_wait(&changed, &mutex);
    if (ready == 1) hang();
    mtx_unlock(&mutex);
    thrd_join(thread, NULL);
    return 0;
}
