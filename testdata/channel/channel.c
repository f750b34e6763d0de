// SPDX-License-Identifier: MIT
// Go's own scheme (runtime/chan.go, select.go): whoever cannot go on stands in the queues of its channels, and whoever
// comes by does the operation of both. One lock for all channels instead of one for each.
#include "channel.h"

#include <pthread.h>
#include <stdlib.h>

struct waiter {
    pthread_cond_t served;
    struct channel_case *cases;
    int chosen; // -1: nobody served it yet
};

struct place {
    struct place *next;
    struct waiter *waiter;
    int index; // of the case
};

struct channel {
    size_t capacity, first, fill;
    bool is_closed;
    struct place *receivers, *senders; // who came first stands first
    int values[];
};

static pthread_mutex_t channels = PTHREAD_MUTEX_INITIALIZER;

static void *allocate(size_t size) {
    void *block = calloc(1, size);
    if (!block) abort();
    return block;
}

struct channel *channel_make(size_t capacity) {
    struct channel *channel = allocate(sizeof *channel + capacity * sizeof(int));
    channel->capacity = capacity;
    return channel;
}

void channel_free(struct channel *channel) {
    free(channel);
}

// The first in the queue that nobody served through another case; NULL: none.
static struct channel_case *next_in(struct place *queue, struct place **found) {
    while (queue && queue->waiter->chosen >= 0) queue = queue->next;
    *found = queue;
    return queue ? &queue->waiter->cases[queue->index] : NULL;
}

static void serve(struct place *place) {
    place->waiter->chosen = place->index;
    pthread_cond_signal(&place->waiter->served);
}

static void put(struct channel *channel, int value) {
    channel->values[(channel->first + channel->fill++) % channel->capacity] = value;
}

static bool try_send(struct channel *channel, int value) {
    struct place *place;
    struct channel_case *other = next_in(channel->receivers, &place);
    if (channel->is_closed) abort();
    if (other) {
        other->value = value;
        serve(place);
    } else if (channel->fill < channel->capacity) {
        put(channel, value);
    } else {
        return false;
    }
    return true;
}

static bool try_receive(struct channel *channel, struct channel_case *own) {
    struct place *place;
    struct channel_case *other = next_in(channel->senders, &place);
    own->is_end = false;
    if (channel->fill) {
        own->value = channel->values[channel->first];
        channel->first = (channel->first + 1) % channel->capacity;
        channel->fill--;
        if (other) put(channel, other->value);
    } else if (other) {
        own->value = other->value;
    } else {
        own->value = 0;
        own->is_end = channel->is_closed;
        return channel->is_closed;
    }
    if (other) serve(place);
    return true;
}

static struct place **queue_of(const struct channel_case *one) {
    return one->is_send ? &one->channel->senders : &one->channel->receivers;
}

static void stand(struct place *place, struct channel_case *one) {
    struct place **end = queue_of(one);
    while (*end) end = &(*end)->next;
    *end = place;
}

static void go_away(struct place *place, struct channel_case *one) {
    struct place **at = queue_of(one);
    while (*at != place) at = &(*at)->next;
    *at = place->next;
}

static int wait_for(struct channel_case *cases, int count) {
    struct waiter *waiter = allocate(sizeof *waiter);
    struct place *places = allocate((size_t)(count ? count : 1) * sizeof *places);
    pthread_cond_init(&waiter->served, NULL);
    waiter->cases = cases;
    waiter->chosen = -1;
    for (int i = 0; i < count; i++) {
        places[i] = (struct place){NULL, waiter, i};
        if (cases[i].channel) stand(&places[i], &cases[i]);
    }
    while (waiter->chosen < 0) pthread_cond_wait(&waiter->served, &channels);
    for (int i = 0; i < count; i++)
        if (cases[i].channel) go_away(&places[i], &cases[i]);
    int chosen = waiter->chosen;
    pthread_cond_destroy(&waiter->served);
    free(places);
    free(waiter);
    return chosen;
}

int channel_select(struct channel_case *cases, int count, bool has_default) {
    int chosen = -1;
    pthread_mutex_lock(&channels);
    for (int i = 0; i < count && chosen < 0; i++) {
        struct channel_case *one = &cases[i];
        if (!one->channel) continue;
        if (one->is_send ? try_send(one->channel, one->value) : try_receive(one->channel, one)) chosen = i;
    }
    if (chosen < 0 && !has_default) chosen = wait_for(cases, count);
    pthread_mutex_unlock(&channels);
    return chosen;
}

void channel_send(struct channel *channel, int value) {
    struct channel_case one = {.channel = channel, .is_send = true, .value = value};
    channel_select(&one, 1, false);
}

bool channel_receive(struct channel *channel, int *value) {
    struct channel_case one = {.channel = channel};
    channel_select(&one, 1, false);
    *value = one.value;
    return !one.is_end;
}

void channel_close(struct channel *channel) {
    struct place *place;
    pthread_mutex_lock(&channels);
    if (channel->is_closed || next_in(channel->senders, &place)) abort();
    channel->is_closed = true;
    for (struct channel_case *other; (other = next_in(channel->receivers, &place));) {
        other->value = 0;
        other->is_end = true;
        serve(place);
    }
    pthread_mutex_unlock(&channels);
}
