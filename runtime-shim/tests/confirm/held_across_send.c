// SPDX-License-Identifier: MIT
// A lock is held across a send; the receiver takes the same lock first. By itself it has done so long before.
#include "channel.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static struct channel *updates;
static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static int rows;

static void *publish(void *unused) {
    usleep(20000);
    pthread_mutex_lock(&table);
    rows++;
#ifdef FIXED
    pthread_mutex_unlock(&table);
#endif
    channel_send(updates, 1);
#ifndef FIXED
    pthread_mutex_unlock(&table);
#endif
    return unused;
}

static void *follow(void *unused) {
    int value;
    pthread_mutex_lock(&table);
    rows++;
    pthread_mutex_unlock(&table);
    channel_receive(updates, &value);
    return unused;
}

int main(void) {
    pthread_t one, two;
    updates = channel_make(0);
    pthread_create(&one, NULL, publish, NULL);
    pthread_create(&two, NULL, follow, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    printf("%d\n", rows);
    return rows != 2;
}
