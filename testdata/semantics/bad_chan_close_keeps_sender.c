// case: closing a buffered channel leaves a sender that waits for room in it
#include "chan.h"
#include <pthread.h>
#include <unistd.h>

static void *give(void *arg) {
    chan_send(arg, NULL); // finding: blocked-task-leak // finding: send-on-closed
    return NULL;
}

int main(void) {
    pthread_t thread;
    chan_t *ch = chan_init(1);
    chan_send(ch, NULL);
    pthread_create(&thread, NULL, give, ch);
    usleep(1000); // long enough, as a rule, for the sender to be there
    chan_close(ch);
    pthread_join(thread, NULL);
    return 0;
}
