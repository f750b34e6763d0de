// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include "pth.h"

static void *memory;
#define ANY(type) (*(__typeof__(type) *)memory)

void spawn_calls(void) {
    pth_spawn(ANY(pth_attr_t), ANY(void *(*)(void *)), ANY(void *)); // role: spawn
}

void join_calls(void) {
    pth_join(ANY(pth_t), ANY(void **)); // role: join
}

void task_exit_calls(int choice) {
    if (choice == 1) pth_exit(ANY(void *)); // role: task-exit
}

void cancel_calls(void) {
    pth_cancel(ANY(pth_t)); // role: cancel
    pth_abort(ANY(pth_t)); // role: cancel
}

void yield_calls(void) {
    pth_yield(ANY(pth_t)); // role: yield
}

void sleep_calls(void) {
    pth_sleep(ANY(unsigned int)); // role: sleep
    pth_usleep(ANY(unsigned int)); // role: sleep
    pth_nap(ANY(pth_time_t)); // role: sleep
    pth_nanosleep(ANY(const struct timespec *), ANY(struct timespec *)); // role: sleep
}

void once_calls(void) {
    pth_once(ANY(pth_once_t *), ANY(void (*)(void *)), ANY(void *)); // role: once
}

void init_calls(void) {
    pth_mutex_init(ANY(pth_mutex_t *)); // role: init
    pth_rwlock_init(ANY(pth_rwlock_t *)); // role: init
    pth_cond_init(ANY(pth_cond_t *)); // role: init
    pth_barrier_init(ANY(pth_barrier_t *), ANY(int)); // role: init
}

void lock_calls(void) {
    pth_mutex_acquire(ANY(pth_mutex_t *), ANY(int), ANY(pth_event_t)); // role: lock
    pth_mutex_acquire(ANY(pth_mutex_t *), (__typeof__(int))1, ANY(pth_event_t)); // role: lock
    pth_rwlock_acquire(ANY(pth_rwlock_t *), (__typeof__(int))0, ANY(int), ANY(pth_event_t)); // role: lock
    pth_rwlock_acquire(ANY(pth_rwlock_t *), (__typeof__(int))1, ANY(int), ANY(pth_event_t)); // role: lock
}

void unlock_calls(void) {
    pth_mutex_release(ANY(pth_mutex_t *)); // role: unlock
    pth_rwlock_release(ANY(pth_rwlock_t *)); // role: unlock
}

void query_calls(void) {
    pth_rwlock_acquire(ANY(pth_rwlock_t *), ANY(int), ANY(int), ANY(pth_event_t)); // role: query
    pth_msgport_pending(ANY(pth_msgport_t)); // role: query
    pth_msgport_find(ANY(const char *)); // role: query
    pth_event_status(ANY(pth_event_t)); // role: query
    pth_event_isolate(ANY(pth_event_t)); // role: query
}

void wait_calls(void) {
    pth_cond_await(ANY(pth_cond_t *), ANY(pth_mutex_t *), ANY(pth_event_t)); // role: wait
}

void broadcast_calls(void) {
    pth_cond_notify(ANY(pth_cond_t *), ANY(int)); // role: broadcast
}

void signal_calls(void) {
    pth_cond_notify(ANY(pth_cond_t *), (__typeof__(int))0); // role: signal
}

void barrier_wait_calls(void) {
    pth_barrier_reach(ANY(pth_barrier_t *)); // role: barrier-wait
}

void make_calls(void) {
    pth_msgport_create(ANY(const char *)); // role: make
}

void send_calls(void) {
    pth_msgport_put(ANY(pth_msgport_t), ANY(pth_message_t *)); // role: send
}

void receive_calls(void) {
    pth_msgport_get(ANY(pth_msgport_t)); // role: receive
}

void free_calls(void) {
    pth_msgport_destroy(ANY(pth_msgport_t)); // role: free
}

void harmless_calls(void) {
    pth_msgport_reply(ANY(pth_message_t *)); // role: harmless
    pth_event(ANY(unsigned long)); // role: harmless
    pth_event_concat(ANY(pth_event_t)); // role: harmless
    pth_event_free(ANY(pth_event_t), ANY(int)); // role: harmless
    pth_suspend(ANY(pth_t)); // role: harmless
    pth_resume(ANY(pth_t)); // role: harmless
    pth_init(); // role: harmless
    pth_self(); // role: harmless
    pth_attr_new(); // role: harmless
    pth_kill(); // role: harmless
    pth_attr_init(ANY(pth_attr_t)); // role: harmless
    pth_attr_destroy(ANY(pth_attr_t)); // role: harmless
    pth_cancel_point(); // role: harmless
    pth_time(ANY(long), ANY(long)); // role: harmless
    pth_timeout(ANY(long), ANY(long)); // role: harmless
    pth_attr_set(ANY(pth_attr_t), ANY(int)); // role: harmless
    pth_cancel_state(ANY(int), ANY(int *)); // role: harmless
}

void io_calls(void) {
    pth_wait(ANY(pth_event_t)); // role: io
    pth_read(ANY(int), ANY(void *), ANY(size_t)); // role: io
    pth_write(ANY(int), ANY(const void *), ANY(size_t)); // role: io
    pth_accept(ANY(int), ANY(struct sockaddr *), ANY(socklen_t *)); // role: io
    pth_connect(ANY(int), ANY(const struct sockaddr *), ANY(socklen_t)); // role: io
    pth_recv(ANY(int), ANY(void *), ANY(size_t), ANY(int)); // role: io
    pth_send(ANY(int), ANY(const void *), ANY(size_t), ANY(int)); // role: io
    pth_poll(ANY(struct pollfd *), ANY(nfds_t), ANY(int)); // role: io
    pth_select(ANY(int), ANY(fd_set *), ANY(fd_set *), ANY(fd_set *), ANY(struct timeval *)); // role: io
}
