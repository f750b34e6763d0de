// case: call_once runs its function one time; here that leads into a receive without end
#include "chan.h"
#include <threads.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static once_flag once = ONCE_FLAG_INIT;
static int runs;

static void set_up(void) {
    runs++;
}

static int use(void *arg) {
    call_once(&once, set_up);
    return 0;
}

int main(void) {
    never = chan_init(0);
    thrd_t thread;
    thrd_create(&thread, use, NULL);
    call_once(&once, set_up);
    thrd_join(thread, NULL);
    if (runs == 1) hang();
    return 0;
}
