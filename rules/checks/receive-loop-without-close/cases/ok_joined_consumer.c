// case: main joins a thread that receives until the channel is closed and closes it first
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static void *print_all(void *arg) {
    void *line;
    while (chan_recv(arg, &line) == 0) {
    }
    return NULL;
}

int main(void) {
    chan_t *lines = chan_init(8);
    pthread_t printer;
    pthread_create(&printer, NULL, print_all, lines);
    chan_send(lines, "one");
    chan_send(lines, "two");
    chan_close(lines);
    pthread_join(printer, NULL);
    return 0;
}
