// case: the message that the sum is there is sent before the sum is written
#include "chan.h"
#include <pthread.h>
#include <stdio.h>

static chan_t *done;
static int sum;

static void *add(void *unused) {
    chan_send(done, NULL);
    sum = 3; // finding: data-race
    return unused;
}

int main(void) {
    pthread_t adder;
    void *nothing;
    done = chan_init(1);
    pthread_create(&adder, NULL, add, NULL);
    chan_recv(done, &nothing);
    printf("%d\n", sum); // step: data-race
    pthread_join(adder, NULL);
    chan_dispose(done);
    return 0;
}
