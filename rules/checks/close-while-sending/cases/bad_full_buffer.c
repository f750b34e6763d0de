// case: the channel has room for one value, and is closed while another is being sent
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static chan_t *lines;

static void *produce(void *arg) {
    for (int i = 0; i < 3; i++) chan_send(lines, arg);
    return NULL;
}

int main(void) {
    pthread_t producer;
    lines = chan_init(1);
    pthread_create(&producer, NULL, produce, NULL);
    chan_recv(lines, NULL);
    chan_close(lines); // finding: close-while-sending
    return 0;
}
