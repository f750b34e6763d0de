// case: the message that the sum is there is sent once the sum is written
#include "chan.h"
#include <pthread.h>
#include <stdio.h>

static chan_t *done;
static int sum;

static void *add(void *unused) {
    sum = 3;
    chan_send(done, NULL);
    return unused;
}

int main(void) {
    pthread_t adder;
    void *nothing;
    done = chan_init(1);
    pthread_create(&adder, NULL, add, NULL);
    chan_recv(done, &nothing);
    printf("%d\n", sum);
    pthread_join(adder, NULL);
    chan_dispose(done);
    return 0;
}
