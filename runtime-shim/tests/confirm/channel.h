// SPDX-License-Identifier: MIT
// An unbuffered channel as Go has it, on a mutex and a condition: a send ends when a receiver has taken the value.
#pragma once
#include <errno.h>
#include <pthread.h>
#include <time.h>

enum { CHANNEL_FREE, CHANNEL_OFFERED, CHANNEL_TAKEN };

struct channel {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int state, value;
};

#define CHANNEL_INITIALIZER {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, CHANNEL_FREE, 0}

static inline void channel_send(struct channel *channel, int value) {
    pthread_mutex_lock(&channel->mutex);
    while (channel->state != CHANNEL_FREE) pthread_cond_wait(&channel->changed, &channel->mutex);
    channel->state = CHANNEL_OFFERED;
    channel->value = value;
    pthread_cond_broadcast(&channel->changed);
    while (channel->state != CHANNEL_TAKEN) pthread_cond_wait(&channel->changed, &channel->mutex);
    channel->state = CHANNEL_FREE;
    pthread_cond_broadcast(&channel->changed);
    pthread_mutex_unlock(&channel->mutex);
}

static inline int channel_receive(struct channel *channel) {
    pthread_mutex_lock(&channel->mutex);
    while (channel->state != CHANNEL_OFFERED) pthread_cond_wait(&channel->changed, &channel->mutex);
    int value = channel->value;
    channel->state = CHANNEL_TAKEN;
    pthread_cond_broadcast(&channel->changed);
    pthread_mutex_unlock(&channel->mutex);
    return value;
}

// -1 when the time is over.
static inline int channel_receive_until(struct channel *channel, const struct timespec *end) {
    int error = 0, value = -1;
    pthread_mutex_lock(&channel->mutex);
    while (channel->state != CHANNEL_OFFERED && error != ETIMEDOUT)
        error = pthread_cond_timedwait(&channel->changed, &channel->mutex, end);
    if (channel->state == CHANNEL_OFFERED) {
        value = channel->value;
        channel->state = CHANNEL_TAKEN;
        pthread_cond_broadcast(&channel->changed);
    }
    pthread_mutex_unlock(&channel->mutex);
    return value;
}
