// SPDX-License-Identifier: MIT
// What closing a channel means, and when a send or a receive may go on after it.
#pragma once
#include <stdbool.h>

// What a close does to those who are blocked at that moment, and after.
typedef enum CloseEffect {
    CLOSE_LEAVES,  // they stay blocked
    CLOSE_FAILS,   // they return with OUTCOME_CLOSED
    CLOSE_SUCCEEDS // they return as if the operation had happened
} CloseEffect;

typedef struct ChannelRules {
    bool is_closable;
    CloseEffect blocked_receivers, blocked_senders;                   // capacity 0
    CloseEffect blocked_buffered_receivers, blocked_buffered_senders; // capacity above 0
    bool drains;            // buffered values can still be received after the close
    bool later_send_fails;  // a send after the close returns OUTCOME_CLOSED (else it blocks or panics)
    bool select_sees_close; // a closed channel makes a receive case ready
    bool close_needs_both;  // a pair is closed only when both handles are
} ChannelRules;
