// case: memset on one field leaves the others as they are
#include "chan.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <time.h>
static struct {
    char line[64];
    int closed;
} s;
static void *work(void *c) {
    chan_send(c, c);
    return NULL;
}
int main(void) {
    chan_t *c = chan_init(0);
    pthread_t a;
    pthread_create(&a, NULL, work, c);
    memset(&s.line[0], ' ', 64);
    if (s.line[0] == ' ' && s.closed) {
        pthread_join(a, NULL);
        return 0;
    }
    chan_recv(c, NULL);
    pthread_join(a, NULL);
    return 0;
}
