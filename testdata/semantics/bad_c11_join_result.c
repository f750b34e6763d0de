// case: a join gives what the thread returned; here that leads into a receive without end
#include "chan.h"
#include <threads.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static int run(void *arg) {
    return 5;
}

int main(void) {
    never = chan_init(0);
    thrd_t thread;
    int result = 0;
    thrd_create(&thread, run, NULL);
    thrd_join(thread, &result);
    if (result == 5) hang();
    return 0;
}
