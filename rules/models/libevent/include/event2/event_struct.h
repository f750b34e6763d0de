// SPDX-License-Identifier: MIT
// As large as libevent 2.1's struct event; its members are the library's own.
#pragma once
#include <event2/event.h>

struct event {
    void *members[16];
};
