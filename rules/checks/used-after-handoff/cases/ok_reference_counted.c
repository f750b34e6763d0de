// case: both who sends a packet and who receives it hold a reference
#include "chan.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct packet {
    atomic_int references;
    int length;
};

static chan_t *packets;

static void drop(struct packet *packet) {
    if (atomic_fetch_sub(&packet->references, 1) == 1) free(packet);
}

static void *transmit(void *unused) {
    void *got;
    chan_recv(packets, &got);
    struct packet *packet = got;
    printf("%d\n", packet->length);
    drop(packet);
    return unused;
}

static void pass_on(struct packet *packet) {
    atomic_fetch_add(&packet->references, 1);
    chan_send(packets, packet);
}

static int length_of(const struct packet *packet) {
    return packet->length;
}

int main(void) {
    pthread_t transmitter;
    struct packet *packet = malloc(sizeof *packet);
    if (!packet) return 1;
    atomic_init(&packet->references, 1);
    packet->length = 5;
    packets = chan_init(1);
    pthread_create(&transmitter, NULL, transmit, NULL);
    pass_on(packet);
    printf("%d\n", length_of(packet));
    drop(packet);
    pthread_join(transmitter, NULL);
    chan_dispose(packets);
    return 0;
}
