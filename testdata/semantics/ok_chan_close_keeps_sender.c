// case: a sender that waits for room in a closed channel goes on when what is buffered is received
#include "chan.h"
#include <pthread.h>
#include <unistd.h>

static void *give(void *arg) {
    chan_send(arg, NULL); // finding: send-on-closed
    return NULL;
}

int main(void) {
    pthread_t thread;
    chan_t *ch = chan_init(1);
    chan_send(ch, NULL);
    pthread_create(&thread, NULL, give, ch);
    usleep(1000);
    chan_close(ch);
    while (chan_recv(ch, NULL) == 0) continue;
    pthread_join(thread, NULL);
    return 0;
}
