// SPDX-License-Identifier: MIT
// Declarations of libevent 2.1's event2/event.h for the cases, as far as model.json knows them.
#pragma once
#include <sys/time.h>

#define EV_TIMEOUT 0x01
#define EV_READ 0x02
#define EV_WRITE 0x04
#define EV_SIGNAL 0x08
#define EV_PERSIST 0x10

struct event;
struct event_base;
struct event_config;
typedef int evutil_socket_t;
typedef void (*event_callback_fn)(evutil_socket_t, short, void *);

struct event_base *event_base_new(void);
struct event_base *event_base_new_with_config(const struct event_config *);
void event_base_free(struct event_base *);
struct event_config *event_config_new(void);
void event_config_free(struct event_config *);
int event_config_set_flag(struct event_config *, int);
int event_base_loop(struct event_base *, int);
int event_base_dispatch(struct event_base *);
int event_base_loopbreak(struct event_base *);
int event_base_loopcontinue(struct event_base *);
int event_base_loopexit(struct event_base *, const struct timeval *);
struct event *event_new(struct event_base *, evutil_socket_t, short, event_callback_fn, void *);
int event_assign(struct event *, struct event_base *, evutil_socket_t, short, event_callback_fn, void *);
int event_base_once(struct event_base *, evutil_socket_t, short, event_callback_fn, void *, const struct timeval *);
int event_base_set(struct event_base *, struct event *);
int event_add(struct event *, const struct timeval *);
int event_del(struct event *);
void event_free(struct event *);
void event_active(struct event *, int, short);
int event_pending(const struct event *, short, struct timeval *);

#define evtimer_new(base, callback, argument) event_new((base), -1, 0, (callback), (argument))
#define evtimer_assign(ev, base, callback, argument) event_assign((ev), (base), -1, 0, (callback), (argument))
#define evtimer_add(ev, time) event_add((ev), (time))
