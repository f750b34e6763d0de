// case: a try to join may come too early or not
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <stdint.h>
int pthread_tryjoin_np(pthread_t, void **);
static void *quick(void *c) {
    (void)c;
    return NULL;
}
static void *hold(void *c) {
    chan_send(c, c); // finding: blocked-task-leak
    return NULL;
}
int main(void) {
    chan_t *c = chan_init(0), *d = chan_init(1);
    pthread_t a, b;
    (void)quick;
    pthread_create(&a, NULL, hold, d);
    pthread_create(&b, NULL, hold, c);
    if (pthread_tryjoin_np(a, NULL) != 0)
        chan_recv(c, NULL);
    pthread_join(b, NULL);
    return 0;
}
