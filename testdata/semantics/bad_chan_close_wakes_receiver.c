// case: closing gives a blocked receiver -1; here that leads into a receive without end
#include "chan.h"
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static void *take(void *arg) {
    int got = chan_recv(arg, NULL);
    if (got == -1) hang();
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    chan_t *ch = chan_init(0);
    pthread_create(&thread, NULL, take, ch);
    chan_close(ch);
    pthread_join(thread, NULL);
    return 0;
}
