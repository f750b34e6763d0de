// case: pthread_exit in main ends only main: the other thread stays blocked
#include "chan.h"
#include <pthread.h>

static void *take(void *arg) {
    chan_recv(arg, NULL); // finding: receive-never-sent
    return NULL;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, take, chan_init(0));
    pthread_exit(NULL);
}
