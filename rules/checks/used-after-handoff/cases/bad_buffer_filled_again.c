// case: one static buffer is sent twice, and filled anew while the receiver still reads it
#include "chan.h"
#include <pthread.h>
#include <stdio.h>

static chan_t *lines;

static void *print(void *unused) {
    void *line;
    while (chan_recv(lines, &line) == 0) printf("%c\n", *(char *)line); // step: used-after-handoff
    return unused;
}

int main(void) {
    pthread_t printer;
    static char line[8];
    lines = chan_init(2);
    pthread_create(&printer, NULL, print, NULL);
    line[0] = 'a';
    chan_send(lines, line);
    line[0] = 'b'; // finding: used-after-handoff
    chan_send(lines, line);
    chan_close(lines);
    pthread_join(printer, NULL);
    chan_dispose(lines);
    return 0;
}
