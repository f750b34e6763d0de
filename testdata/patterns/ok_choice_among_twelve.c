// case: one of twelve channels, chosen by an index that is known only in part
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <stdint.h>
static void *table[12];
static void *work(void *c) {
    chan_send(c, c);
    return NULL;
}
int main(int argc, char **argv) {
    chan_t *c = chan_init(0);
    pthread_t a;
    for (int i = 0; i < 12; i++)
        table[i] = c;
    if (argc < 9 || argc > 11)
        return 0;
    pthread_create(&a, NULL, work, c);
    chan_recv(table[argc], NULL);
    pthread_join(a, NULL);
    return 0;
}
