// case: the sender prints a copy of what it has sent
#include "chan.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct order {
    int amount;
};

static chan_t *orders;

static void *work(void *unused) {
    void *got;
    chan_recv(orders, &got);
    struct order *order = got;
    order->amount++;
    free(order);
    return unused;
}

int main(void) {
    pthread_t worker;
    struct order *order = malloc(sizeof *order);
    if (!order) return 1;
    orders = chan_init(1);
    pthread_create(&worker, NULL, work, NULL);
    order->amount = 3;
    int amount = order->amount;
    chan_send(orders, order);
    printf("sent %d\n", amount);
    pthread_join(worker, NULL);
    chan_dispose(orders);
    return 0;
}
