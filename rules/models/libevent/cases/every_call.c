// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include <event2/event.h>
#include <event2/event_compat.h>
#include <event2/event_struct.h>

static void *memory;
#define ANY(type) (*(__typeof__(type) *)memory)

void allocate_calls(void) {
    event_base_new(); // role: allocate
    event_base_new_with_config(ANY(const struct event_config *)); // role: allocate
    event_config_new(); // role: allocate
}

void io_calls(void) {
    event_base_loop(ANY(struct event_base *), ANY(int)); // role: io
    event_base_dispatch(ANY(struct event_base *)); // role: io
}

void harmless_calls(void) {
    event_base_free(ANY(struct event_base *)); // role: harmless
    event_config_free(ANY(struct event_config *)); // role: harmless
    event_config_set_flag(ANY(struct event_config *), ANY(int)); // role: harmless
    event_base_loopbreak(ANY(struct event_base *)); // role: harmless
    event_base_loopcontinue(ANY(struct event_base *)); // role: harmless
    event_base_loopexit(ANY(struct event_base *), ANY(const struct timeval *)); // role: harmless
    event_new(ANY(struct event_base *), ANY(evutil_socket_t), ANY(short), ANY(event_callback_fn), ANY(void *)); // role: harmless
    event_assign(ANY(struct event *), ANY(struct event_base *), ANY(evutil_socket_t), ANY(short), ANY(event_callback_fn), ANY(void *)); // role: harmless
    event_base_once(ANY(struct event_base *), ANY(evutil_socket_t), ANY(short), ANY(event_callback_fn), ANY(void *), ANY(const struct timeval *)); // role: harmless
    event_set(ANY(struct event *), ANY(evutil_socket_t), ANY(short), ANY(event_callback_fn), ANY(void *)); // role: harmless
    event_base_set(ANY(struct event_base *), ANY(struct event *)); // role: harmless
    event_add(ANY(struct event *), ANY(const struct timeval *)); // role: harmless
    event_del(ANY(struct event *)); // role: harmless
    event_free(ANY(struct event *)); // role: harmless
    event_active(ANY(struct event *), ANY(int), ANY(short)); // role: harmless
    event_pending(ANY(const struct event *), ANY(short), ANY(struct timeval *)); // role: harmless
}
