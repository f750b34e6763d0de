// SPDX-License-Identifier: MIT
// Stacks of code without instrumentation. Unwinding costs microseconds, so the last result is kept together with the
// places of its return addresses: while all of these still hold what they held, the stack is the same.
#include "wait/room.h"

#include <unwind.h>

#pragma weak _Unwind_Backtrace
#pragma weak _Unwind_GetIP
#pragma weak _Unwind_GetCFA

typedef struct Walk {
    const Task *task;
    UnwoundStack *stack;
    uintptr_t counter;
    uintptr_t last_place;
    bool has_begun; // our own frames are passed
} Walk;

// The return address of a frame lies directly below its canonical address where calls push it (x86-64).
static _Unwind_Reason_Code visit(struct _Unwind_Context *context, void *argument) {
    Walk *walk = argument;
    uintptr_t counter = _Unwind_GetIP(context), frame = _Unwind_GetCFA(context);
    UnwoundStack *stack = walk->stack;
    if (!walk->has_begun && counter == walk->counter) walk->has_begun = true;
    uintptr_t place = walk->last_place;
    walk->last_place = frame - sizeof(uintptr_t);
    if (!counter || frame - walk->task->stack_low > walk->task->region_size) return _URC_END_OF_STACK;
    if (!walk->has_begun) return _URC_NO_REASON;
    stack->places[stack->count] = place;
    stack->frames[stack->count++] = counter;
    return stack->count == UNWIND_DEPTH ? _URC_END_OF_STACK : _URC_NO_REASON;
}

static bool is_same(const UnwoundStack *stack, uintptr_t counter) {
#if defined(__x86_64__)
    if (!stack->count || stack->counter != counter) return false;
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    for (uint32_t i = 0; i < stack->count; i++)
        if (stack->places[i] < here || *(const uintptr_t *)stack->places[i] != stack->frames[i]) return false;
    return true;
#else
    (void)stack, (void)counter;
    return false;
#endif
}

StackId wait_unwind(const Task *task, UnwoundStack *cache, uintptr_t counter) {
    if (task->call_top > task->calls) return 0;                            // its own call stack tells
    if (!(_Unwind_Backtrace && _Unwind_GetIP && _Unwind_GetCFA)) return 0; // weak: the program has no unwinder
    // What runs at exit may unload the module that called it, and nothing is known of its frames then.
    if (wait_room()->exit_frame && wait_room()->exit_task == task->number) return 0;
    if (is_same(cache, counter)) return cache->stack;
    cache->count = 0;
    cache->counter = counter;
    Walk walk = {.task = task, .stack = cache, .counter = counter};
    int in_runtime = task_thread.in_runtime++;
    _Unwind_Backtrace(visit, &walk);
    task_thread.in_runtime = in_runtime;
    cache->stack = cache->count ? stack_store_keep(cache->frames, cache->count) : 0;
    return cache->stack;
}
