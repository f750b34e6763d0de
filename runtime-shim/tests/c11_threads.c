// SPDX-License-Identifier: MIT
// C11's own functions: glibc does not call pthread_* for them.
#include <threads.h>

static mtx_t lock;
static cnd_t changed;
static once_flag once = ONCE_FLAG_INIT;
static int data, is_ready, made;

static void make(void) {
    made = 1;
}

static int produce(void *unused) {
    (void)unused;
    call_once(&once, make);
    mtx_lock(&lock);
    data = 1;
    is_ready = 1;
    cnd_signal(&changed);
    mtx_unlock(&lock);
#ifdef RACE
    data = 2;
#endif
    return made - 1;
}

int main(void) {
    thrd_t producer;
    int result;
    mtx_init(&lock, mtx_plain);
    cnd_init(&changed);
    thrd_create(&producer, produce, 0);
    call_once(&once, make);
    mtx_lock(&lock);
    while (!is_ready) cnd_wait(&changed, &lock);
    int seen = data;
    mtx_unlock(&lock);
    thrd_join(producer, &result);
    mtx_destroy(&lock);
    cnd_destroy(&changed);
    return result + (seen == 0) + (made != 1);
}
