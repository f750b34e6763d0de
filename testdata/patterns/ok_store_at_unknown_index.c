// case: a store at an index that is not known is not forgotten
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <stdint.h>
static int flags[4];
static void *work(void *c) {
    chan_send(c, c);
    return NULL;
}
int main(int argc, char **argv) {
    chan_t *c = chan_init(0);
    pthread_t a;
    if (argc < 0 || argc >= 4)
        return 0;
    flags[argc] = 1;
    int n = 0;
    for (int i = 0; i < 4; i++)
        n += flags[i];
    if (n == 1)
        pthread_create(&a, NULL, work, c);
    chan_recv(c, NULL);
    return 0;
}
