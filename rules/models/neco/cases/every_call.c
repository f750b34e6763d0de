// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include "neco.h"

static neco_chan *channel, *channels[2];
static neco_gen *generator;
static neco_stream *stream;
static neco_mutex mutex = NECO_MUTEX_INITIALIZER;
static neco_cond condition = NECO_COND_INITIALIZER;
static neco_waitgroup group = NECO_WAITGROUP_INITIALIZER;
static neco_stats statistics;
static struct addrinfo *found;
static struct sockaddr address;
static socklen_t length;
static int64_t deadline;
static size_t size;
static bool flag;
static int number;
static char *text;
static void *memory;

static void coroutine(int count, void *arguments[]) { (void)count, (void)arguments; }

static void work(void *argument) { (void)argument; }

void spawn_calls(void) {
    neco_start(coroutine, 2, channel, &mutex); // role: spawn
    neco_startv(coroutine, number, &memory); // role: spawn
    neco_gen_start(&generator, size, coroutine, 1, channel); // role: spawn
    neco_gen_startv(&generator, size, coroutine, number, &memory); // role: spawn
}

void yield_calls(void) {
    neco_yield(); // role: yield
}

void sleep_calls(void) {
    neco_sleep(deadline); // role: sleep
    neco_sleep_dl(deadline); // role: sleep
}

void join_calls(void) {
    neco_join(deadline); // role: join
    neco_join_dl(deadline, deadline); // role: join
}

void suspend_calls(void) {
    neco_suspend(); // role: suspend
    neco_suspend_dl(deadline); // role: suspend
}

void resume_calls(void) {
    neco_resume(deadline); // role: resume
}

void leave_calls(int choice) {
    if (choice == 1) neco_exit(); // role: task-exit
    if (choice == 2) neco_panic("broken"); // role: process-exit
}

void query_calls(void) {
    neco_lastid(); // role: query
    neco_getid(); // role: query
    neco_starterid(); // role: query
}

void cancel_calls(void) {
    neco_cancel(deadline); // role: cancel
    neco_cancel_dl(deadline, deadline); // role: cancel
}

void make_calls(void) {
    neco_chan_make(&channel, size, size); // role: make
}

void harmless_calls(void) {
    neco_chan_retain(channel); // role: harmless
    neco_gen_retain(generator); // role: harmless
    neco_gen_release(generator); // role: harmless
    neco_gen_close(generator); // role: harmless
    neco_now(); // role: harmless
    neco_lasterr(); // role: harmless
    neco_gai_lasterr(); // role: harmless
    neco_is_main_thread(); // role: harmless
    neco_switch_method(); // role: harmless
    neco_strerror(number); // role: harmless
    neco_signal_watch(number); // role: harmless
    neco_signal_unwatch(number); // role: harmless
    neco_env_setpaniconerror(true); // role: harmless
    neco_env_setcanceltype(number); // role: harmless
    neco_env_setcancelstate(number); // role: harmless
    neco_stream_unread_byte(stream); // role: harmless
    neco_stream_buffered_read_size(stream); // role: harmless
    neco_stream_buffered_write_size(stream); // role: harmless
    neco_getstats(&statistics); // role: harmless
    neco_setcanceltype(number, &number); // role: attribute
    neco_setcancelstate(number, &number); // role: attribute
    neco_rand_setseed(deadline, &deadline); // role: harmless
    neco_stream_make(&stream, number); // role: harmless
    neco_stream_make_buffered(&stream, number); // role: harmless
    neco_setnonblock(number, true, &flag); // role: harmless
    neco_env_setallocator(malloc, realloc, free); // role: harmless
    neco_rand(memory, size, number); // role: harmless
    neco_rand_dl(memory, size, number, deadline); // role: harmless
}

void free_calls(void) {
    neco_chan_release(channel); // role: free
}

void send_calls(void) {
    neco_chan_send(channel, memory); // role: send
    neco_chan_send_dl(channel, memory, deadline); // role: send
    neco_chan_broadcast(channel, memory); // role: send
}

void receive_calls(void) {
    neco_chan_recv(channel, memory); // role: receive
    neco_chan_recv_dl(channel, memory, deadline); // role: receive
    neco_chan_tryrecv(channel, memory); // role: receive
}

void close_calls(void) {
    neco_chan_close(channel); // role: close
}

void select_calls(void) {
    neco_chan_select(2, channels[0], channels[1]); // role: select
    neco_chan_select_dl(deadline, 2, channels[0], channels[1]); // role: select
    neco_chan_tryselect(2, channels[0], channels[1]); // role: select
    neco_chan_selectv(2, channels); // role: select
    neco_chan_selectv_dl(2, channels, deadline); // role: select
    neco_chan_tryselectv(2, channels); // role: select
}

void select_fetch_calls(void) {
    neco_chan_case(channel, memory); // role: select-fetch
}

void io_calls(void) {
    neco_gen_yield(memory); // role: io
    neco_gen_yield_dl(memory, deadline); // role: io
    neco_gen_next(generator, memory); // role: io
    neco_gen_next_dl(generator, memory, deadline); // role: io
    neco_work(deadline, work, memory); // role: io
    neco_read(number, memory, size); // role: io
    neco_read_dl(number, memory, size, deadline); // role: io
    neco_write(number, memory, size); // role: io
    neco_write_dl(number, memory, size, deadline); // role: io
    neco_accept(number, &address, &length); // role: io
    neco_accept_dl(number, &address, &length, deadline); // role: io
    neco_connect(number, &address, length); // role: io
    neco_connect_dl(number, &address, length, deadline); // role: io
    neco_getaddrinfo(text, text, NULL, &found); // role: io
    neco_getaddrinfo_dl(text, text, NULL, &found, deadline); // role: io
    neco_wait(number, number); // role: io
    neco_wait_dl(number, number, deadline); // role: io
    neco_serve(text, text); // role: io
    neco_dial(text, text); // role: io
    neco_serve_dl(text, text, deadline); // role: io
    neco_dial_dl(text, text, deadline); // role: io
    neco_signal_wait(); // role: io
    neco_signal_wait_dl(deadline); // role: io
    neco_stream_read(stream, memory, size); // role: io
    neco_stream_readfull(stream, memory, size); // role: io
    neco_stream_read_dl(stream, memory, size, deadline); // role: io
    neco_stream_readfull_dl(stream, memory, size, deadline); // role: io
    neco_stream_write(stream, memory, size); // role: io
    neco_stream_write_dl(stream, memory, size, deadline); // role: io
    neco_stream_read_byte(stream); // role: io
    neco_stream_flush(stream); // role: io
    neco_stream_close(stream); // role: io
    neco_stream_read_byte_dl(stream, deadline); // role: io
    neco_stream_flush_dl(stream, deadline); // role: io
    neco_stream_close_dl(stream, deadline); // role: io
}

void init_calls(void) {
    neco_mutex_init(&mutex); // role: init
    neco_cond_init(&condition); // role: init
    neco_waitgroup_init(&group); // role: init
}

void lock_calls(void) {
    neco_mutex_lock(&mutex); // role: lock
    neco_mutex_lock_dl(&mutex, deadline); // role: lock
    neco_mutex_trylock(&mutex); // role: lock
    neco_mutex_rdlock(&mutex); // role: lock
    neco_mutex_rdlock_dl(&mutex, deadline); // role: lock
    neco_mutex_tryrdlock(&mutex); // role: lock
}

void unlock_calls(void) {
    neco_mutex_unlock(&mutex); // role: unlock
}

void signal_calls(void) {
    neco_cond_signal(&condition); // role: signal
}

void broadcast_calls(void) {
    neco_cond_broadcast(&condition); // role: broadcast
}

void wait_calls(void) {
    neco_cond_wait(&condition, &mutex); // role: wait
    neco_cond_wait_dl(&condition, &mutex, deadline); // role: wait
}

void add_calls(void) {
    neco_waitgroup_add(&group, number); // role: add
}

void done_calls(void) {
    neco_waitgroup_done(&group); // role: done
}

void wait_group_wait_calls(void) {
    neco_waitgroup_wait(&group); // role: wait-group-wait
    neco_waitgroup_wait_dl(&group, deadline); // role: wait-group-wait
}

void cleanup(void) {
    neco_cleanup_push(work, memory); // role: attribute
    neco_yield(); // role: yield
    neco_cleanup_pop(1); // role: attribute
}

int neco_main(int argc, char *argv[]) { // role: harmless spawn task-exit
    (void)argc, (void)argv;
    return 0;
}
