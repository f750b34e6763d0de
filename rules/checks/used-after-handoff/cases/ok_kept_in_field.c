// case: a message stays in a field of its sender, which reports it before it is dispatched
#include "chan.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct message {
    int size;
};

static chan_t *outbox;

struct sender {
    struct message *last;
};

static void *deliver(void *unused) {
    void *got;
    while (chan_recv(outbox, &got) == 0) {
        struct message *message = got;
        message->size = 0;
        free(message);
    }
    return unused;
}

static void compose(struct sender *sender, int size) {
    sender->last = malloc(sizeof *sender->last);
    if (!sender->last) abort();
    sender->last->size = size;
}

static void dispatch(struct sender *sender) {
    chan_send(outbox, sender->last);
}

static void report(const struct sender *sender) {
    printf("%d\n", sender->last->size);
}

static void run(struct sender *sender) {
    compose(sender, 3);
    report(sender);
    dispatch(sender);
}

int main(void) {
    pthread_t carrier;
    struct sender sender = {0};
    outbox = chan_init(1);
    pthread_create(&carrier, NULL, deliver, NULL);
    run(&sender);
    chan_close(outbox);
    pthread_join(carrier, NULL);
    chan_dispose(outbox);
    return 0;
}
