// SPDX-License-Identifier: MIT
// The one record of what is process-wide. Each room keeps its own part behind a pointer to a record that only it
// knows, made by its `x_initialize`; nothing else in the runtime is global. Thread-locals are in task/ only.
#pragma once
#include "base/lock.h"
#include "base/options.h"

// What was given up to stay bounded; printed with verbosity=2.
typedef struct Counters {
    _Atomic uint64_t evicted_cells; // an access forgotten because four others stand beside it
    _Atomic uint64_t lost_stacks;   // a race that is not reported because history no longer holds the earlier access
    _Atomic uint64_t clock_resets;  // all epochs used up: everything known about accesses was forgotten
    _Atomic uint64_t stolen_slots;  // more tasks than slots
    _Atomic uint64_t reports;       // printed
    _Atomic uint64_t suppressed;    // not printed because of suppressions
    _Atomic uint64_t dropped;       // rows that did not fit into a bounded table
} Counters;

struct Task;

typedef struct Runtime {
    _Atomic int stage; // RUNTIME_…
    int process;       // its id, renewed after fork
    Options options;
    Counters counters;
    struct {
        Lock lock;
        char *chunk;
        size_t used;
    } memory;
    struct TaskRoom *task;
    struct ShadowRoom *shadow;
    struct SyncRoom *sync;
    struct ReportRoom *report;
    struct AbiRoom *abi;
    struct InterposeRoom *interpose;
    struct WaitRoom *wait;
    struct TraceRoom *trace;
    struct SteerRoom *steer;
    void (*on_mark)(struct Task *task, const char *name); // steer/: NULL without a plan
} Runtime;

enum { RUNTIME_NEW, RUNTIME_STARTING, RUNTIME_READY, RUNTIME_ENDING, RUNTIME_OFF /* in a child: nothing is done */ };

extern Runtime runtime;

static inline bool runtime_is_ready(void) {
    return atomic_load_explicit(&runtime.stage, memory_order_acquire) >= RUNTIME_READY;
}

static inline void runtime_count(_Atomic uint64_t *counter) {
    atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)
