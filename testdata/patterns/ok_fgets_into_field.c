// case: fgets fills one field of a struct and leaves the one behind it as it was
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <stdint.h>
static struct {
    char line[64];
    int open;
} s;
static void *work(void *c) {
    chan_send(c, c);
    return NULL;
}
int main(void) {
    chan_t *c = chan_init(0);
    pthread_t a;
    pthread_create(&a, NULL, work, c);
    s.open = 1;
    if (!fgets(s.line, sizeof s.line, stdin))
        s.line[0] = 0;
    if (s.open)
        chan_recv(c, NULL);
    pthread_join(a, NULL);
    return 0;
}
