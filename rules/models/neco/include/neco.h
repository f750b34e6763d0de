/* SPDX-License-Identifier: MIT */
/* Declarations of neco's interface, written for chanvet so that programs parse without the library. Names, types and
   values are the library's; neco_main has the library's shape, so that the syntax tree names the same functions. */
#ifndef CHANVET_NECO_H
#define CHANVET_NECO_H

#include <netdb.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>

enum { NECO_WAIT_READ = 1, NECO_WAIT_WRITE = 2 };
enum { NECO_CANCEL_ASYNC = 1, NECO_CANCEL_INLINE, NECO_CANCEL_ENABLE, NECO_CANCEL_DISABLE };
enum { NECO_CSPRNG = 0, NECO_PRNG = 1 };

#define NECO_NANOSECOND INT64_C(1)
#define NECO_MICROSECOND (1000 * NECO_NANOSECOND)
#define NECO_MILLISECOND (1000 * NECO_MICROSECOND)
#define NECO_SECOND (1000 * NECO_MILLISECOND)
#define NECO_MINUTE (60 * NECO_SECOND)
#define NECO_HOUR (60 * NECO_MINUTE)

#define NECO_OK 0
#define NECO_ERROR (-1)
#define NECO_INVAL (-2)
#define NECO_PERM (-3)
#define NECO_NOMEM (-4)
#define NECO_EOF (-5)
#define NECO_NOTFOUND (-6)
#define NECO_NOSIGWATCH (-7)
#define NECO_CLOSED (-8)
#define NECO_EMPTY (-9)
#define NECO_TIMEDOUT (-10)
#define NECO_CANCELED (-11)
#define NECO_BUSY (-12)
#define NECO_NEGWAITGRP (-13)
#define NECO_GAIERROR (-14)
#define NECO_UNREADFAIL (-15)
#define NECO_PARTIALWRITE (-16)
#define NECO_NOTGENERATOR (-17)
#define NECO_NOTSUSPENDED (-18)

/* Coroutines. */
int neco_start(void (*coroutine)(int count, void *arguments[]), int count, ...);
int neco_startv(void (*coroutine)(int count, void *arguments[]), int count, void *arguments[]);
int neco_yield(void);
int neco_sleep(int64_t nanoseconds);
int neco_sleep_dl(int64_t deadline);
int neco_join(int64_t id);
int neco_join_dl(int64_t id, int64_t deadline);
int neco_suspend(void);
int neco_suspend_dl(int64_t deadline);
int neco_resume(int64_t id);
void neco_exit(void);
int64_t neco_getid(void);
int64_t neco_lastid(void);
int64_t neco_starterid(void);
int neco_cancel(int64_t id);
int neco_cancel_dl(int64_t id, int64_t deadline);
int neco_setcanceltype(int type, int *old_type);
int neco_setcancelstate(int state, int *old_state);
int neco_work(int64_t pin, void (*work)(void *argument), void *argument);

/* Channels. */
typedef struct neco_chan neco_chan;
int neco_chan_make(neco_chan **channel, size_t element_size, size_t capacity);
int neco_chan_retain(neco_chan *channel);
int neco_chan_release(neco_chan *channel);
int neco_chan_send(neco_chan *channel, void *element);
int neco_chan_send_dl(neco_chan *channel, void *element, int64_t deadline);
int neco_chan_broadcast(neco_chan *channel, void *element);
int neco_chan_recv(neco_chan *channel, void *element);
int neco_chan_recv_dl(neco_chan *channel, void *element, int64_t deadline);
int neco_chan_tryrecv(neco_chan *channel, void *element);
int neco_chan_close(neco_chan *channel);
int neco_chan_select(int count, ...);
int neco_chan_select_dl(int64_t deadline, int count, ...);
int neco_chan_tryselect(int count, ...);
int neco_chan_selectv(int count, neco_chan *channels[]);
int neco_chan_selectv_dl(int count, neco_chan *channels[], int64_t deadline);
int neco_chan_tryselectv(int count, neco_chan *channels[]);
int neco_chan_case(neco_chan *channel, void *element);

/* Generators. */
typedef struct neco_gen neco_gen;
int neco_gen_start(neco_gen **generator, size_t element_size, void (*coroutine)(int count, void *arguments[]),
                   int count, ...);
int neco_gen_startv(neco_gen **generator, size_t element_size, void (*coroutine)(int count, void *arguments[]),
                    int count, void *arguments[]);
int neco_gen_retain(neco_gen *generator);
int neco_gen_release(neco_gen *generator);
int neco_gen_yield(void *element);
int neco_gen_yield_dl(void *element, int64_t deadline);
int neco_gen_next(neco_gen *generator, void *element);
int neco_gen_next_dl(neco_gen *generator, void *element, int64_t deadline);
int neco_gen_close(neco_gen *generator);

/* Locks, conditions, wait groups: opaque values that start as zeros. */
typedef struct { int64_t first; intptr_t rest[5]; } neco_mutex;
typedef struct { int64_t first; intptr_t rest[5]; } neco_cond;
typedef struct { int64_t first; intptr_t rest[5]; } neco_waitgroup;
#define NECO_MUTEX_INITIALIZER { 0 }
#define NECO_COND_INITIALIZER { 0 }
#define NECO_WAITGROUP_INITIALIZER { 0 }
int neco_mutex_init(neco_mutex *mutex);
int neco_mutex_lock(neco_mutex *mutex);
int neco_mutex_lock_dl(neco_mutex *mutex, int64_t deadline);
int neco_mutex_trylock(neco_mutex *mutex);
int neco_mutex_rdlock(neco_mutex *mutex);
int neco_mutex_rdlock_dl(neco_mutex *mutex, int64_t deadline);
int neco_mutex_tryrdlock(neco_mutex *mutex);
int neco_mutex_unlock(neco_mutex *mutex);
int neco_cond_init(neco_cond *condition);
int neco_cond_signal(neco_cond *condition);
int neco_cond_broadcast(neco_cond *condition);
int neco_cond_wait(neco_cond *condition, neco_mutex *mutex);
int neco_cond_wait_dl(neco_cond *condition, neco_mutex *mutex, int64_t deadline);
int neco_waitgroup_init(neco_waitgroup *group);
int neco_waitgroup_add(neco_waitgroup *group, int delta);
int neco_waitgroup_done(neco_waitgroup *group);
int neco_waitgroup_wait(neco_waitgroup *group);
int neco_waitgroup_wait_dl(neco_waitgroup *group, int64_t deadline);

/* Waiting for the outside world. */
ssize_t neco_read(int descriptor, void *bytes, size_t size);
ssize_t neco_read_dl(int descriptor, void *bytes, size_t size, int64_t deadline);
ssize_t neco_write(int descriptor, const void *bytes, size_t size);
ssize_t neco_write_dl(int descriptor, const void *bytes, size_t size, int64_t deadline);
int neco_accept(int descriptor, struct sockaddr *address, socklen_t *length);
int neco_accept_dl(int descriptor, struct sockaddr *address, socklen_t *length, int64_t deadline);
int neco_connect(int descriptor, const struct sockaddr *address, socklen_t length);
int neco_connect_dl(int descriptor, const struct sockaddr *address, socklen_t length, int64_t deadline);
int neco_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found);
int neco_getaddrinfo_dl(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found,
                        int64_t deadline);
int neco_setnonblock(int descriptor, bool on, bool *old);
int neco_wait(int descriptor, int mode);
int neco_wait_dl(int descriptor, int mode, int64_t deadline);
int neco_serve(const char *network, const char *address);
int neco_serve_dl(const char *network, const char *address, int64_t deadline);
int neco_dial(const char *network, const char *address);
int neco_dial_dl(const char *network, const char *address, int64_t deadline);
int neco_signal_watch(int number);
int neco_signal_unwatch(int number);
int neco_signal_wait(void);
int neco_signal_wait_dl(int64_t deadline);

/* Streams. */
typedef struct neco_stream neco_stream;
int neco_stream_make(neco_stream **stream, int descriptor);
int neco_stream_make_buffered(neco_stream **stream, int descriptor);
int neco_stream_close(neco_stream *stream);
int neco_stream_close_dl(neco_stream *stream, int64_t deadline);
ssize_t neco_stream_read(neco_stream *stream, void *bytes, size_t size);
ssize_t neco_stream_read_dl(neco_stream *stream, void *bytes, size_t size, int64_t deadline);
ssize_t neco_stream_readfull(neco_stream *stream, void *bytes, size_t size);
ssize_t neco_stream_readfull_dl(neco_stream *stream, void *bytes, size_t size, int64_t deadline);
ssize_t neco_stream_write(neco_stream *stream, const void *bytes, size_t size);
ssize_t neco_stream_write_dl(neco_stream *stream, const void *bytes, size_t size, int64_t deadline);
int neco_stream_read_byte(neco_stream *stream);
int neco_stream_read_byte_dl(neco_stream *stream, int64_t deadline);
int neco_stream_unread_byte(neco_stream *stream);
int neco_stream_flush(neco_stream *stream);
int neco_stream_flush_dl(neco_stream *stream, int64_t deadline);
ssize_t neco_stream_buffered_read_size(neco_stream *stream);
ssize_t neco_stream_buffered_write_size(neco_stream *stream);

/* The rest. */
typedef struct neco_stats {
    size_t coroutines, sleepers, evwaiters, sigwaiters, senders, receivers, locked, waitgroupers, condwaiters, suspended,
        workers;
} neco_stats;
int neco_getstats(neco_stats *statistics);
int neco_is_main_thread(void);
const char *neco_switch_method(void);
void neco_env_setallocator(void *(*allocate)(size_t), void *(*resize)(void *, size_t), void (*release)(void *));
void neco_env_setpaniconerror(bool on);
void neco_env_setcanceltype(int type);
void neco_env_setcancelstate(int state);
int64_t neco_now(void);
int neco_rand_setseed(int64_t seed, int64_t *old_seed);
int neco_rand(void *bytes, size_t size, int kind);
int neco_rand_dl(void *bytes, size_t size, int kind, int64_t deadline);
const char *neco_strerror(ssize_t code);
int neco_lasterr(void);
int neco_gai_lasterr(void);
int neco_panic(const char *format, ...);

void __neco_c0(void *handler, void (*routine)(void *), void *argument);
void __neco_c1(int execute);
void __neco_exit_prog(int status);

#define neco_cleanup_push(routine, argument)                                                                           \
    {                                                                                                                  \
        char __neco_handler[32] = {0};                                                                                 \
        __neco_c0(__neco_handler, routine, argument);
#define neco_cleanup_pop(execute)                                                                                      \
    __neco_c1(execute);                                                                                                \
    }

#define neco_main                                                                                                      \
    __neco_main(int argc, char *argv[]);                                                                               \
    static void _neco_main(int argc, void *argv[]) {                                                                   \
        (void)argc;                                                                                                    \
        __neco_exit_prog(__neco_main(*(int *)argv[0], *(char ***)argv[1]));                                            \
    }                                                                                                                  \
    int main(int argc, char *argv[]) {                                                                                 \
        neco_env_setpaniconerror(true);                                                                                \
        neco_env_setcanceltype(NECO_CANCEL_ASYNC);                                                                     \
        int ret = neco_start(_neco_main, 2, &argc, &argv);                                                             \
        fprintf(stderr, "neco_start: %s (code %d)\n", neco_strerror(ret), ret);                                        \
        return -1;                                                                                                     \
    }                                                                                                                  \
    int __neco_main

#endif
