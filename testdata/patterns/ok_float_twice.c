// case: the same comparison of a float gives the same answer twice
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <stdint.h>
static void *work(void *c) {
    chan_send(c, c);
    return NULL;
}
int main(int argc, char **argv) {
    chan_t *c = chan_init(0);
    pthread_t a;
    double d = argc * 0.5;
    if (d > 1)
        pthread_create(&a, NULL, work, c);
    if (d > 1) {
        chan_recv(c, NULL);
        pthread_join(a, NULL);
    }
    return 0;
}
