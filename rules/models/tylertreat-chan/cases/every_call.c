// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include "chan.h"

static chan_t *channel, *channels[2];
static int number;
static int64_t deadline;
static double real;
static size_t size;
static void *memory;

void make_calls(void) {
    channel = chan_init(size); // role: make
}

void free_calls(void) {
    chan_dispose(channel); // role: free
}

void close_calls(void) {
    chan_close(channel); // role: close
}

void query_closed_calls(void) {
    chan_is_closed(channel); // role: query-closed
}

void query_calls(void) {
    chan_size(channel); // role: query
}

void send_calls(void) {
    chan_send(channel, memory); // role: send
    chan_send_int32(channel, number); // role: send
    chan_send_int64(channel, deadline); // role: send
    chan_send_double(channel, real); // role: send
    chan_send_buf(channel, memory, size); // role: send
}

void receive_calls(void) {
    chan_recv(channel, &memory); // role: receive
    chan_recv_int32(channel, &number); // role: receive
    chan_recv_int64(channel, &deadline); // role: receive
    chan_recv_double(channel, &real); // role: receive
    chan_recv_buf(channel, memory, size); // role: receive
}

void select_calls(void) {
    chan_select(channels, 2, &memory, channels, 2, &memory); // role: select
}
