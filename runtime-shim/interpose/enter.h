// SPDX-License-Identifier: MIT
// The frame of wrappers written by hand.
#pragma once
#include "interpose/call.h"
#include "interpose/real.h"

// The task, when this is the outermost call of it and the runtime is up; NULL otherwise.
static inline Task *outer_task(void) {
    if (unlikely(!runtime_is_ready() || task_thread.in_runtime)) return NULL;
    Task *task = task_current();
    return task->depth ? NULL : task;
}

static inline Task *inside_begin(Task *task) {
    if (task) task_enter_call(task);
    return task;
}
static inline void inside_end(Task *const *task) {
    if (*task) task_leave_call(*task);
}

// The real call: what the library does in it does not count. It may end by cancellation of the thread. Memory is
// checked and orders are made before and after, not inside.
#define INSIDE(task, call)                                                                                             \
    ({                                                                                                                 \
        __attribute__((cleanup(inside_end))) Task *inside_task = inside_begin(task);                                   \
        (void)inside_task;                                                                                             \
        (call);                                                                                                        \
    })

// A function that the models describe (generate/ names those that come here): the rest of what its row means, traces
// and waits, is done by CALL_ON, the real call.
#define BY_HAND(name)                                                                                                  \
    uintptr_t interpose_by_hand_##name(const InterposedFunction *function, void *real, uintptr_t *arguments,           \
                                       uintptr_t counter);                                                             \
    uintptr_t interpose_by_hand_##name(const InterposedFunction *function, void *real, uintptr_t *arguments,           \
                                       uintptr_t counter)
#define CALL_ON(type) ((type)interpose_call(function, real, arguments, counter))

// Memory that a call will read or has written for the program; nothing inside nested calls.
static inline void call_reads(const void *from, size_t size, uintptr_t counter) {
    if (!runtime.options.ignore_interceptors_accesses) access_range((uintptr_t)from, size, false, counter);
}
static inline void call_writes(const void *to, size_t size, uintptr_t counter) {
    if (!runtime.options.ignore_interceptors_accesses) access_range((uintptr_t)to, size, true, counter);
}
