// SPDX-License-Identifier: MIT
// Writing .qtrace files (FORMAT.md): what tasks do, from the wrappers of library calls into a file that is mapped
// shared, so that it can be read whatever ends the process. Off unless the option `trace` names a file; then calls cost
// one load and a branch. Nothing here blocks, allocates from the program, changes errno, or calls what is interposed.
//
//     trace_event(task, QEV_ACQUIRE, address, 0, trace_place(CALLER));
//
// The file holds at most `trace_mb` megabytes: then the oldest chunk of events, whoever's, is used again, and what
// happened last is always there. A forked child has a file of its own.
#pragma once
#include "task/stack_store.h"
#include "task/task.h"
#include "trace/format.h"

void trace_initialize(void);  // after options, report and task are up
void trace_begin_child(void); // of a process that was traced
void trace_finish(void);      // at exit: adds the names of addresses, closes the file. Later events are dropped

static inline bool trace_is_on(void) {
    return unlikely(__atomic_load_n(&runtime.trace, __ATOMIC_RELAXED) != NULL);
}

// An event in full. Zero is "none" for every field but task and kind.
typedef struct TraceEntry {
    Task *task;        // who did it
    uint8_t kind;      // QEV_…
    uint8_t wait;      // QWAIT_… of QEV_BLOCK and QEV_ALTERNATIVE
    uint8_t flags;     // QTRACE_…
    uintptr_t object;  // its address
    uint32_t value;    // see format.h; not for events that name a task
    const Task *other; // the task that QEV_SPAWN, QEV_READY, QEV_CANCEL and a join name
    uint32_t sequence; // number of the message in its channel, from 1
    StackId site;      // task_keep_stack, or trace_place
} TraceEntry;

void trace_write(const TraceEntry *entry); // only when trace_is_on

static inline void trace_event(Task *task, TraceEventKind kind, uintptr_t object, uint32_t value, StackId site) {
    if (!trace_is_on()) return;
    trace_write(&(TraceEntry){.task = task, .kind = (uint8_t)kind, .object = object, .value = value, .site = site});
}

static inline void trace_event_task(Task *task, TraceEventKind kind, const Task *other, StackId site) {
    if (!trace_is_on()) return;
    trace_write(&(TraceEntry){.task = task, .kind = (uint8_t)kind, .other = other, .site = site});
}

// The task begins to wait and has stopped waiting: around a call that really blocks.
static inline void trace_block(Task *task, TraceWait wait, uintptr_t object, bool is_timed, StackId site) {
    if (!trace_is_on()) return;
    trace_write(&(TraceEntry){.task = task,
                              .kind = QEV_BLOCK,
                              .wait = (uint8_t)wait,
                              .flags = is_timed ? QTRACE_TIMED : 0,
                              .object = object,
                              .site = site});
}

static inline void trace_block_join(Task *task, const Task *joined, StackId site) {
    if (!trace_is_on()) return;
    trace_write(&(TraceEntry){.task = task, .kind = QEV_BLOCK, .wait = QWAIT_JOIN, .other = joined, .site = site});
}

// QEV_ACQUIRE or QEV_RELEASE. `id` is kept with the lock for as long as it is one object, and starts as 0.
void trace_write_lock(Task *task, TraceEventKind kind, uintptr_t lock, uint32_t *id, bool is_shared, StackId site);

static inline void trace_lock(Task *task, TraceEventKind kind, uintptr_t lock, uint32_t *id, bool is_shared,
                              StackId site) {
    if (trace_is_on()) trace_write_lock(task, kind, lock, id, is_shared, site);
}

static inline void trace_resume(Task *task, bool is_expired) {
    if (!trace_is_on()) return;
    trace_write(&(TraceEntry){.task = task, .kind = QEV_RUN, .flags = is_expired ? QTRACE_EXPIRED : 0});
}

// A site of one address: cheap, for events that do not wait.
StackId trace_place(uintptr_t return_address);

// Objects need not be told of, but have no kind, capacity and name then other than their events show. After
// trace_object_end the address stands for another object.
void trace_object(TraceObjectKind kind, uintptr_t address, uint64_t capacity, const char *name, StackId site);
void trace_object_end(uintptr_t address);
