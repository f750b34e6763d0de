// SPDX-License-Identifier: MIT
// Channels as Go has them, of ints, on pthreads: what tests of libqtrace run on. A send on an unbuffered channel ends
// when its value is taken; a closed channel gives what it holds, then zeros. Sending on a closed channel, and closing
// twice, aborts, as it panics in Go.
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct channel;

struct channel_case {
    struct channel *channel; // NULL: never ready
    bool is_send;
    int value;   // to send, or received
    bool is_end; // received nothing: it is closed and empty
};

struct channel *channel_make(size_t capacity);
void channel_free(struct channel *channel); // nobody may use it any more
void channel_close(struct channel *channel);
void channel_send(struct channel *channel, int value);
bool channel_receive(struct channel *channel, int *value); // false: closed and empty, *value is 0

// Does the first case that is ready and returns its index. When none is: -1 if there is a default, else waits.
int channel_select(struct channel_case *cases, int count, bool has_default);
