// case: two buffers, each is sent once
#include "chan.h"
#include <pthread.h>
#include <stdio.h>

static chan_t *lines;

static void *print(void *unused) {
    void *line;
    while (chan_recv(lines, &line) == 0) printf("%c\n", *(char *)line);
    return unused;
}

int main(void) {
    pthread_t printer;
    static char first[8], second[8];
    lines = chan_init(2);
    pthread_create(&printer, NULL, print, NULL);
    first[0] = 'a';
    chan_send(lines, first);
    second[0] = 'b';
    chan_send(lines, second);
    chan_close(lines);
    pthread_join(printer, NULL);
    chan_dispose(lines);
    return 0;
}
