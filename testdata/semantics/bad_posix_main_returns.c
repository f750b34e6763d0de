// case: a thread that gets no value is left blocked when main sleeps a moment and returns
#include "chan.h"
#include <pthread.h>
#include <unistd.h>

static void *take(void *arg) {
    chan_recv(arg, NULL); // finding: receive-never-sent
    return NULL;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, take, chan_init(0));
    sleep(1);
    return 0;
}
