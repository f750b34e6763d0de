// SPDX-License-Identifier: MIT
// What belongs to one task: its clock, its call stack, what it ignores, the locks it holds; and finding records.
#include "task/calls.h"
#include "task/room.h"
#include "task/slot.h"

#include <string.h>

void task_lock_clock(Task *task) {
    quick_lock_take(&task->clock_lock);
    while (unlikely(task->slot == SLOT_NONE || task->slot_is_spent)) {
        if (task->slot_is_spent) slot_detach(task);
        task->slot_is_spent = false;
        if (task->slot == SLOT_NONE) slot_attach(task);
    }
}

void task_unlock_clock(Task *task) {
    quick_lock_release(&task->clock_lock);
}

void task_next_epoch(Task *task) {
    if (unlikely(task->epoch >= EPOCH_LAST)) {
        // Taken away here, a new slot is found at the next access: the caller may hold locks now.
        task->slot_is_spent = true;
        task->stack_size = 0;
        task->cell = 0;
        return;
    }
    task->epoch++;
    task->clock.of[task->slot] = task->epoch;
    task->cell = task_cell(task->slot, task->epoch);
    history_write_epoch(task);
}

void task_enter_function(Task *task, uintptr_t return_address) {
    call_enter(task, return_address);
}

void task_leave_function(Task *task) {
    call_leave(task);
}

void task_get_stack(const Task *task, uintptr_t counter, Stack *stack) {
    stack->count = 0;
    if (counter) stack->frames[stack->count++] = counter;
    for (const uintptr_t *call = task->call_top; call > task->calls && stack->count < STACK_DEPTH;)
        stack->frames[stack->count++] = *--call;
}

StackId task_keep_stack(const Task *task, uintptr_t counter) {
    Stack stack;
    task_get_stack(task, counter, &stack);
    return stack_store_keep(stack.frames, stack.count);
}

void task_ignore_begin(Task *task, bool reads, bool writes, bool sync) {
    task->ignore_reads += reads;
    task->ignore_writes += writes;
    task->ignore_sync += sync;
    task->ignore_state += (uint32_t)reads + writes;
}

void task_ignore_end(Task *task, bool reads, bool writes, bool sync) {
    if (reads && task->ignore_reads) task->ignore_reads--, task->ignore_state--;
    if (writes && task->ignore_writes) task->ignore_writes--, task->ignore_state--;
    if (sync && task->ignore_sync) task->ignore_sync--;
}

HeldLock *task_held(Task *task, uintptr_t object) {
    for (uint32_t i = task->held_count; i-- > 0;)
        if (task->held[i].object == object) return &task->held[i];
    return NULL;
}

void task_hold(Task *task, uintptr_t object, uint32_t number, bool is_shared, StackId stack) {
    HeldLock *held = task_held(task, object);
    if (held) {
        held->count++;
        return;
    }
    if (task->held_count == HELD_LOCKS) {
        runtime_count(&runtime.counters.dropped);
        return;
    }
    task->held[task->held_count++] = (HeldLock){object, number, stack, 1, is_shared};
    history_write(task, (uint64_t)is_shared << 4 | HISTORY_LOCK << 1);
    history_write(task, object << 1);
    history_write(task, (uint64_t)stack << 1);
}

bool task_unhold(Task *task, uintptr_t object) {
    HeldLock *held = task_held(task, object);
    if (!held) return false;
    if (--held->count) return true;
    for (HeldLock *end = &task->held[--task->held_count]; held < end; held++) held[0] = held[1];
    history_write(task, HISTORY_UNLOCK << 1);
    history_write(task, object << 1);
    return true;
}

uint32_t task_record_count(void) {
    return runtime.task->records.next - 1;
}

Task *task_by_index(uint32_t index) {
    return pool_item(&runtime.task->records, index);
}

Task *task_by_number(uint32_t number) {
    for (uint32_t i = task_record_count(); i > 0; i--)
        if (task_by_index(i)->number == number) return task_by_index(i);
    return NULL;
}

Task *task_by_handle(const char *library, uint64_t handle) {
    if (atomic_load(&runtime.stage) == RUNTIME_OFF) return NULL; // a child: the lock may have been held at fork
    Task *found = NULL;
    for (uint32_t i = 1; i <= task_record_count(); i++) {
        Task *task = task_by_index(i);
        if (task->handle != handle || !task->library || strcmp(task->library, library) != 0) continue;
        if (atomic_load(&task->state) != TASK_GONE && (!found || found->number < task->number)) found = task;
    }
    return found;
}

void task_set_name(Task *task, const char *name) {
    size_t length = strlen(name);
    if (length >= TASK_NAME_SIZE) length = TASK_NAME_SIZE - 1;
    memcpy(task->name, name, length);
    task->name[length] = 0;
}

void task_for_each(void (*visit)(Task *task, void *context), void *context) {
    lock_take(&runtime.task->lock);
    for (uint32_t i = 1; i <= task_record_count(); i++)
        if (atomic_load(&task_by_index(i)->state) != TASK_GONE) visit(task_by_index(i), context);
    lock_release(&runtime.task->lock);
}

void task_abandon(Task *task) {
    call_stack_give(task->calls);
    task->calls = task->call_top = NULL;
    task->is_detached = true;
    atomic_store(&task->state, TASK_ENDED);
    task_join(task_current(), task);
}
