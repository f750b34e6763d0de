// SPDX-License-Identifier: MIT
// Shadow call stacks. Each lies at a multiple of its size, so both ends show in the low bits of the top pointer and the
// frequent case needs no further load.
#include "task/calls.h"
#include "task/room.h"

#include <string.h>

uintptr_t *call_stack_take(void) {
    TaskRoom *room = runtime.task;
    lock_take(&room->calls_lock);
    if (!room->calls) {
        char *area = raw_map(NULL, ((size_t)TASK_LIMIT / 16 + 1) * CALL_STACK_BYTES);
        if (!area) runtime_fail("out of memory");
        room->calls = (char *)(((uintptr_t)area + CALL_STACK_BYTES - 1) & ~(uintptr_t)(CALL_STACK_BYTES - 1));
    }
    uint32_t index = room->calls_free;
    if (index) {
        memcpy(&room->calls_free, room->calls + (size_t)(index - 1) * CALL_STACK_BYTES, sizeof index);
    } else {
        if (room->calls_used == TASK_LIMIT / 16) runtime_fail("too many tasks at once");
        index = ++room->calls_used;
    }
    lock_release(&room->calls_lock);
    return (uintptr_t *)(room->calls + (size_t)(index - 1) * CALL_STACK_BYTES);
}

void call_stack_give(uintptr_t *calls) {
    TaskRoom *room = runtime.task;
    uint32_t index = (uint32_t)(((char *)calls - room->calls) / CALL_STACK_BYTES) + 1;
    raw_discard((char *)calls + 4096, CALL_STACK_BYTES - 4096);
    lock_take(&room->calls_lock);
    memcpy(calls, &room->calls_free, sizeof index);
    room->calls_free = index;
    lock_release(&room->calls_lock);
}

void call_push_at_edge(Task *task, uintptr_t return_address) {
    if (task->call_top != task->calls) {
        task->calls_beyond++;
        return;
    }
    *task->call_top = return_address;
    task->call_top++;
}

void call_pop_at_edge(Task *task) {
    if (task->call_top == task->calls) return; // left more often than entered: longjmp, code without instrumentation
    if (task->calls_beyond)
        task->calls_beyond--;
    else
        task->call_top--;
}
