// SPDX-License-Identifier: MIT
// What a task does with a value that it has loaded: whether it leads to a later access, or decides that it happens.
// Private to this room.
#pragma once
#include "races/ways.h"

typedef enum Seen {
    SEEN_NOT,         // the access does not depend on it
    SEEN_DECIDES,     // a test of it comes before the access
    SEEN_LEADS_THERE, // the access goes through it
} Seen;

typedef struct SeenValue {
    RaceSearch *search;
    Ways *ways;
    const CallChain *load, *read; // of one function at the top
    ExprId address;               // of the read
} SeenValue;

// `stored` is what the other task has put there, 0 when unknown: a test that such a value does not pass decides
// nothing.
Seen seen_value_decides(const SeenValue *seen, ExprId stored);
