// case: a copy of a message is posted, and the message itself is changed
#include "chan.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct message {
    int size;
};

static chan_t *outbox;

static void *deliver(void *unused) {
    void *got;
    while (chan_recv(outbox, &got) == 0) {
        struct message *message = got;
        message->size = 0;
        free(message);
    }
    return unused;
}

static struct message *copy_of(const struct message *message) {
    struct message *copy = malloc(sizeof *copy);
    if (!copy) abort();
    *copy = *message;
    return copy;
}

static void post(struct message *message) {
    chan_send(outbox, message);
}

static void submit(int size) {
    struct message first = {size}, *message = copy_of(&first);
    post(copy_of(message));
    message->size++;
    free(message);
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
