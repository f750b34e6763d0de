// case: two tasks keep the latest value in a channel of capacity 1: both drain, both send, nobody reads
#include "chan.h"
#include <pthread.h>
static chan_t *latest;
static void *put(void *value) {
    void *old;
    chan_t *from[] = {latest};
    chan_select(from, 1, &old, NULL, 0, NULL);
    chan_send(latest, value); // finding: blocked-task-leak
    return NULL;
}
int main(int argc, char **argv) {
    pthread_t other;
    latest = chan_init(1);
    pthread_create(&other, NULL, put, argv);
    put(argv);
    pthread_join(other, NULL);
    chan_dispose(latest);
    return 0;
}
