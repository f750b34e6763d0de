// SPDX-License-Identifier: MIT
// Declarations of libevent 2.1's event2/event_compat.h for the cases, as far as model.json knows them.
#pragma once
#include <event2/event.h>

void event_set(struct event *, evutil_socket_t, short, void (*)(evutil_socket_t, short, void *), void *);

#define evtimer_set(ev, callback, argument) event_set((ev), -1, 0, (callback), (argument))
