// case: a helper posts a message, and its caller counts the size of it afterwards
#include "chan.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct message {
    int size;
};

static chan_t *outbox;

static int total;

static void *deliver(void *unused) {
    void *got;
    while (chan_recv(outbox, &got) == 0) {
        struct message *message = got;
        message->size = 0; // finding: used-after-handoff
        free(message);
    }
    return unused;
}

static void post(struct message *message) {
    chan_send(outbox, message);
}

static void submit(int size) {
    struct message *message = malloc(sizeof *message);
    if (!message) return;
    message->size = size;
    post(message);
    total += message->size; // step: used-after-handoff
}

int main(void) {
    pthread_t carrier;
    outbox = chan_init(1);
    pthread_create(&carrier, NULL, deliver, NULL);
    submit(3);
    chan_close(outbox);
    pthread_join(carrier, NULL);
    chan_dispose(outbox);
    return 0;
}
