// case: a send three calls deep, and a touch two calls deep behind it
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
        message->size = 0; // finding: used-after-handoff
        free(message);
    }
    return unused;
}

static void put(struct message *message) {
    chan_send(outbox, message);
}

static void put_checked(struct message *message) {
    if (message->size > 0) put(message);
}

static void queue(struct message *message, int priority) {
    if (priority > 0) put_checked(message);
}

static void show(const struct message *message) {
    printf("%d\n", message->size); // step: used-after-handoff
}

static void note(const struct message *message) {
    show(message);
}

static void submit(int size) {
    struct message *message = malloc(sizeof *message);
    if (!message) return;
    message->size = size;
    queue(message, 1);
    note(message);
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
