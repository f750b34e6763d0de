// SPDX-License-Identifier: MIT
// For tests: the scenarios, each a file. The arguments of E: thread, microseconds, task, then fields of TraceEvent.
#pragma once
#include "trace/test_writer.h"

#define E(thread, microseconds, task, ...) test_event(trace, thread, microseconds, task, (TraceEvent){__VA_ARGS__})

// A worker sends 42 over an unbuffered channel; main takes it after 20 ms; both end.
static inline char *sample_rendezvous(size_t *size) {
    TestTrace *trace = test_trace_begin("rendezvous");
    test_module(trace);
    uint32_t at_main = test_task(trace, "main", 0), worker = test_task(trace, "worker", at_main);
    uint32_t channel = test_object(trace, QOBJECT_CHANNEL, "results", 0);
    uint32_t spawn = test_site(trace, "main", NULL), send = test_site(trace, "chan_send", "worker", NULL);
    E(0, 0, at_main, .kind = QEV_RUN, .value = 100);
    E(0, 100, at_main, .kind = QEV_SPAWN, .value = worker, .site = spawn);
    E(1, 150, worker, .kind = QEV_RUN, .value = 101);
    E(1, 1000, worker, .kind = QEV_BLOCK, .wait = QWAIT_SEND, .object = channel, .site = send);
    E(0, 21000, at_main, .kind = QEV_READY, .value = worker, .object = channel);
    E(0, 21001, at_main, .kind = QEV_RECEIVE, .object = channel, .sequence = 1);
    E(1, 21050, worker, .kind = QEV_RUN, .value = 101);
    E(1, 21051, worker, .kind = QEV_SEND, .object = channel, .sequence = 1);
    E(1, 22000, worker, .kind = QEV_END);
    E(0, 23000, at_main, .kind = QEV_END);
    return test_trace_finish(trace, size);
}

// Three messages fill a channel of three; one is taken; two more senders find it full, one of them for ever.
static inline char *sample_buffer(size_t *size) {
    TestTrace *trace = test_trace_begin("buffer");
    test_module(trace);
    uint32_t at_main = test_task(trace, "main", 0), first = test_task(trace, "producer 1", at_main);
    uint32_t second = test_task(trace, "producer 2", at_main);
    uint32_t channel = test_object(trace, QOBJECT_CHANNEL, "queue", 3);
    uint32_t send = test_site(trace, "put", "produce", "start_thread", NULL), spawn = test_site(trace, "main", NULL);
    E(0, 0, at_main, .kind = QEV_RUN);
    E(0, 10, at_main, .kind = QEV_SPAWN, .value = first, .site = spawn);
    E(0, 20, at_main, .kind = QEV_SPAWN, .value = second, .site = spawn);
    E(1, 30, first, .kind = QEV_RUN);
    for (uint32_t i = 1; i <= 3; i++)
        E(1, 100 * i, first, .kind = QEV_SEND, .object = channel, .value = i, .sequence = i, .site = send);
    E(1, 400, first, .kind = QEV_BLOCK, .wait = QWAIT_SEND, .object = channel, .site = send);
    E(2, 500, second, .kind = QEV_RUN);
    E(2, 510, second, .kind = QEV_BLOCK, .wait = QWAIT_SEND, .object = channel, .site = send);
    E(0, 5000, at_main, .kind = QEV_RECEIVE, .object = channel, .value = 2, .sequence = 1);
    E(1, 5010, first, .kind = QEV_RUN);
    E(1, 5020, first, .kind = QEV_SEND, .object = channel, .value = 4, .sequence = 4, .site = send);
    E(1, 5030, first, .kind = QEV_END);
    E(0, 50000, at_main, .kind = QEV_BLOCK, .wait = QWAIT_JOIN, .value = second, .site = spawn);
    E(0, 60000, at_main, .kind = QEV_RUN, .flags = QTRACE_EXPIRED);
    return test_trace_finish(trace, size);
}

// Contention on one lock, then two locks taken in a circle.
static inline char *sample_locks(size_t *size) {
    TestTrace *trace = test_trace_begin("locks with <markup> & 'quotes'");
    test_module(trace);
    uint32_t at_main = test_task(trace, "main", 0), one = test_task(trace, "</script><b>one", at_main),
             two = test_task(trace, "two\x1b[31m\xff", at_main);
    uint32_t left = test_object(trace, QOBJECT_LOCK, "left; \"lock\"", 0),
             right = test_object(trace, QOBJECT_LOCK, "right", 0);
    uint32_t busy = test_site(trace, "mutex_lock", "update", NULL),
             nested = test_site(trace, "mutex_lock", "transfer", NULL);
    uint32_t unknown = test_site(trace, "", NULL);
    uint32_t mark = test_text(trace, "config_load_start");
    E(0, 0, at_main, .kind = QEV_RUN);
    E(0, 5, at_main, .kind = QEV_SPAWN, .value = one, .site = unknown);
    E(0, 6, at_main, .kind = QEV_SPAWN, .value = two, .site = unknown);
    E(1, 10, one, .kind = QEV_RUN);
    E(1, 20, one, .kind = QEV_ACQUIRE, .object = left, .site = busy);
    E(2, 30, two, .kind = QEV_RUN);
    E(2, 40, two, .kind = QEV_BLOCK, .wait = QWAIT_LOCK, .object = left, .site = busy);
    E(1, 15000, one, .kind = QEV_MARK, .value = mark);
    E(1, 15040, one, .kind = QEV_RELEASE, .object = left);
    E(1, 15041, one, .kind = QEV_READY, .value = two, .object = left);
    E(2, 15060, two, .kind = QEV_RUN);
    E(2, 15060, two, .kind = QEV_ACQUIRE, .object = left, .site = busy);
    E(2, 15100, two, .kind = QEV_RELEASE, .object = left);
    E(1, 16000, one, .kind = QEV_ACQUIRE, .object = left, .site = nested);
    E(2, 16000, two, .kind = QEV_ACQUIRE, .object = right, .site = nested);
    E(1, 17000, one, .kind = QEV_BLOCK, .wait = QWAIT_LOCK, .object = right, .site = nested);
    E(2, 17000, two, .kind = QEV_BLOCK, .wait = QWAIT_LOCK, .object = left, .site = nested);
    E(0, 90000, at_main, .kind = QEV_SYSCALL, .value = QCALL_READ);
    E(0, 95000, at_main, .kind = QEV_SYSCALL_END, .value = QCALL_READ);
    trace->header.state = QTRACE_RUNNING;
    return test_trace_finish(trace, size);
}

// main cancels a server with two children, one of which has a child; three notice, the last one never.
static inline char *sample_cancellation(size_t *size) {
    TestTrace *trace = test_trace_begin("cancellation");
    uint32_t at_main = test_task(trace, "main", 0), server = test_task(trace, "server", at_main);
    test_task(trace, "reader", server);
    uint32_t writer = test_task(trace, "writer", server), deaf = test_task(trace, "deaf", writer);
    uint32_t done = test_object(trace, QOBJECT_CHANNEL, "done", 0), site = test_site(trace, "wait_done", "serve", NULL);
    E(0, 0, at_main, .kind = QEV_RUN);
    for (uint32_t task = server; task <= deaf; task++) {
        E(0, task, at_main, .kind = QEV_SPAWN, .value = task);
        E(task, 10 + task, task, .kind = QEV_RUN);
        E(task, 20 + task, task, .kind = QEV_BLOCK, .wait = QWAIT_OTHER, .site = site);
    }
    E(0, 1000, at_main, .kind = QEV_CANCEL, .value = server, .site = site);
    for (uint32_t task = server; task < deaf; task++) {
        E(task, 1000 + 100 * task, task, .kind = QEV_RUN);
        E(task, 1000 + 100 * task, task, .kind = QEV_CANCELLED);
        E(task, 2000 + 100 * task, task, .kind = QEV_END);
    }
    E(0, 3000, at_main, .kind = QEV_CLOSE, .object = done);
    E(deaf, 3500, deaf, .kind = QEV_RECEIVE, .object = done, .flags = QTRACE_AT_END);
    E(deaf, 3600, deaf, .kind = QEV_BLOCK, .wait = QWAIT_SLEEP, .flags = QTRACE_TIMED, .site = site);
    E(0, 40000, at_main, .kind = QEV_END);
    return test_trace_finish(trace, size);
}

// Two coroutines on one thread, one of them in a select; the ring has overwritten the beginning.
static inline char *sample_coroutines(size_t *size) {
    TestTrace *trace = test_trace_begin("coroutines");
    uint32_t at_main = test_task(trace, "main", 0), one = test_task(trace, "", at_main),
             two = test_task(trace, "", at_main);
    uint32_t left = test_object(trace, QOBJECT_CHANNEL, "", 0),
             right = test_object(trace, QOBJECT_CHANNEL, "", QTRACE_UNBOUNDED);
    uint32_t site = test_site(trace, "choose", "selector", NULL);
    trace->overwritten[0] = 17;
    E(0, 0, at_main, .kind = QEV_SEND, .object = right, .value = 9, .sequence = 30);
    E(0, 10, one, .kind = QEV_RUN);
    E(0, 20, one, .kind = QEV_ALTERNATIVE, .wait = QWAIT_RECEIVE, .object = left);
    E(0, 21, one, .kind = QEV_ALTERNATIVE, .wait = QWAIT_SEND, .object = right);
    E(0, 22, one, .kind = QEV_BLOCK, .wait = QWAIT_SELECT, .flags = QTRACE_TIMED, .site = site);
    E(0, 30, two, .kind = QEV_RUN);
    E(0, 40, at_main, .kind = QEV_RUN);
    E(0, 12040, one, .kind = QEV_RUN, .flags = QTRACE_EXPIRED);
    E(0, 12050, one, .kind = QEV_ALTERNATIVE, .wait = QWAIT_RECEIVE, .object = left);
    E(0, 12051, one, .kind = QEV_ALTERNATIVE, .wait = QWAIT_RECEIVE, .object = right);
    E(0, 12052, one, .kind = QEV_BLOCK, .wait = QWAIT_SELECT, .site = site);
    E(0, 12060, two, .kind = QEV_RUN);
    E(0, 42060, two, .kind = QEV_END);
    return test_trace_finish(trace, size);
}

// What ends within an event's length: locks inside one another, a wait while another task of the thread runs, and
// times too far apart for one event.
static inline char *sample_lengths(size_t *size) {
    TestTrace *trace = test_trace_begin("lengths");
    uint32_t at_main = test_task(trace, "main", 0), other = test_task(trace, "other", at_main);
    uint32_t outer = test_object(trace, QOBJECT_LOCK, "outer", 0),
             inner = test_object(trace, QOBJECT_READERS_LOCK, "inner", 0);
    uint32_t site = test_site(trace, "lock", NULL);
    E(0, 0, at_main, .kind = QEV_RUN, .value = 100);
    E(0, 10, at_main, .kind = QEV_ACQUIRE, .object = outer, .site = site, .length = 90);
    E(0, 20, at_main, .kind = QEV_ACQUIRE, .object = inner, .flags = QTRACE_SHARED, .length = 30);
    E(0, 60, at_main, .kind = QEV_ACQUIRE, .object = inner, .flags = QTRACE_SHARED, .length = 10);
    E(1, 80, other, .kind = QEV_ACQUIRE, .object = inner);
    E(0, 200, at_main, .kind = QEV_BLOCK, .wait = QWAIT_SLEEP, .site = site, .length = 5000);
    E(0, 300, other, .kind = QEV_RUN);
    E(0, 6000, at_main, .kind = QEV_ACQUIRE, .object = outer, .site = site);
    E(0, 900000000, at_main, .kind = QEV_RELEASE, .object = outer);
    E(1, 900000100, other, .kind = QEV_RELEASE, .object = inner);
    return test_trace_finish(trace, size);
}

// A lock that is taken again and again, by two sites and two tasks of one thread, and one for long.
static inline char *sample_again(size_t *size) {
    TestTrace *trace = test_trace_begin("again");
    uint32_t at_main = test_task(trace, "main", 0), other = test_task(trace, "other", at_main);
    uint32_t lock = test_object(trace, QOBJECT_LOCK, "lock", 0);
    uint32_t here = test_site(trace, "here", NULL), there = test_site(trace, "there", NULL);
    uint32_t first = qtrace_slot(lock, here, 0), second = qtrace_slot(lock, there, QTRACE_SHARED);
    E(0, 0, at_main, .kind = QEV_RUN, .value = 100);
    E(0, 10, at_main, .kind = QEV_ACQUIRE, .object = lock, .site = here, .length = 5);
    E(0, 20, at_main, .kind = QEV_AGAIN, .value = first, .length = 30);
    E(0, 60, at_main, .kind = QEV_ACQUIRE, .object = lock, .site = there, .flags = QTRACE_SHARED, .length = 5);
    E(0, 70, at_main, .kind = QEV_AGAIN, .value = second, .length = 1);
    E(0, 80, other, .kind = QEV_AGAIN, .value = first, .length = 2);
    E(0, 90, at_main, .kind = QEV_AGAIN, .value = first);
    E(0, 900, at_main, .kind = QEV_RELEASE, .object = lock);
    return test_trace_finish(trace, size);
}

static inline char *sample_nothing(size_t *size) {
    return test_trace_finish(test_trace_begin("nothing"), size);
}

typedef struct Sample {
    const char *name;
    char *(*make)(size_t *size);
} Sample;

static const Sample SAMPLES[] = {
    {"rendezvous", sample_rendezvous}, {"buffer", sample_buffer},
    {"locks", sample_locks},           {"cancellation", sample_cancellation},
    {"coroutines", sample_coroutines}, {"lengths", sample_lengths},
    {"again", sample_again},           {"nothing", sample_nothing},
};
enum { SAMPLE_COUNT = sizeof SAMPLES / sizeof *SAMPLES };
