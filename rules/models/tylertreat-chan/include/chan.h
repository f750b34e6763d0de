/* SPDX-License-Identifier: MIT */
/* Declarations of tylertreat/chan's interface, written for chanvet so that programs parse without the library. */
#ifndef CHANVET_TYLERTREAT_CHAN_H
#define CHANVET_TYLERTREAT_CHAN_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

typedef struct chan_t chan_t;

chan_t *chan_init(size_t capacity);
void chan_dispose(chan_t *channel);
int chan_close(chan_t *channel);
int chan_is_closed(chan_t *channel);
int chan_size(chan_t *channel);

int chan_send(chan_t *channel, void *value);
int chan_recv(chan_t *channel, void **value);
int chan_select(chan_t *receive_from[], int receive_count, void **received, chan_t *send_to[], int send_count,
                void *to_send[]);

int chan_send_int32(chan_t *channel, int32_t value);
int chan_send_int64(chan_t *channel, int64_t value);
int chan_send_double(chan_t *channel, double value);
int chan_send_buf(chan_t *channel, void *bytes, size_t size);
int chan_recv_int32(chan_t *channel, int32_t *value);
int chan_recv_int64(chan_t *channel, int64_t *value);
int chan_recv_double(chan_t *channel, double *value);
int chan_recv_buf(chan_t *channel, void *bytes, size_t size);

#define chan_send_int(channel, value) chan_send_int32(channel, value)
#define chan_recv_int(channel, value) chan_recv_int32(channel, value)

#endif
