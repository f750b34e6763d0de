// case: closing an unbuffered channel lets a blocked sender go on; here that leads into a receive without end
#include "chan.h"
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static int ended;

static void *give(void *arg) {
    chan_send(arg, NULL);
    ended = 1;
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    chan_t *ch = chan_init(0);
    pthread_create(&thread, NULL, give, ch);
    chan_close(ch); // finding: close-while-sending
    pthread_join(thread, NULL);
    if (ended) hang();
    return 0;
}
