// case: a detached thread is a thread like any other: main waits for its value in vain
#include "chan.h"
#include <pthread.h>

static void *work(void *arg) {
    return NULL;
}

int main(void) {
    pthread_t thread;
    chan_t *ch = chan_init(0);
    pthread_create(&thread, NULL, work, ch);
    pthread_detach(thread);
    chan_recv(ch, NULL); // finding: receive-never-sent
    return 0;
}
