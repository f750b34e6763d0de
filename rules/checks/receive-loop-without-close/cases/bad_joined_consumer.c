// case: main joins a thread that receives until the channel is closed, and does not close it
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *print_all(void *arg) {
    void *line;
    while (chan_recv(arg, &line) == 0) { // finding: receive-loop-without-close
    }
    return NULL;
}

int main(void) {
    chan_t *lines = chan_init(8);
    pthread_t printer;
    pthread_create(&printer, NULL, print_all, lines);
    chan_send(lines, "one");
    chan_send(lines, "two");
    pthread_join(printer, NULL); // step: receive-loop-without-close
    return 0;
}
