// SPDX-License-Identifier: MIT
#include "task/calls.h"
#include "task/room.h"

#include <string.h>

void task_on_delivery(void (*run)(const TaskSignal *signal)) {
    runtime.task->run_signal = run;
}

// Runs in a signal handler: no lock is taken here.
void task_put_off(int number, const siginfo_t *information) {
    TaskThread *thread = &task_thread;
    uint32_t count = thread->pending_signals;
    for (uint32_t i = 0; i < count; i++)
        if (thread->signals[i].number == number) return; // as the kernel does: pending once
    if (count == PENDING_SIGNALS) {
        runtime_count(&runtime.counters.dropped);
        return;
    }
    thread->signals[count].number = number;
    memcpy(&thread->signals[count].information, information, sizeof *information);
    __atomic_store_n(&thread->pending_signals, count + 1, __ATOMIC_RELAXED);
    Task *task = thread->current;
    if (!task) return;
    __atomic_store_n(&task->cell, 0, __ATOMIC_RELAXED);
    task->ignore_state |= SIGNAL_WAITS;
}

// What an access in between used as its cell says nothing and races with nothing.
static void take_mark_away(Task *task) {
    task->ignore_state &= ~SIGNAL_WAITS;
    if (task->slot != SLOT_NONE) __atomic_store_n(&task->cell, task_cell(task->slot, task->epoch), __ATOMIC_RELAXED);
}

// An operation on the clock, which may be this task's own, is under way.
static bool is_clock_busy(Task *task) {
    if (!quick_lock_try(&task->clock_lock)) return true;
    quick_lock_release(&task->clock_lock);
    return false;
}

// The list is changed by handlers that interrupt this: taken from its end, one at a time.
void task_deliver_signals(void) {
    TaskThread *thread = &task_thread;
    if (thread->in_runtime || !runtime.task->run_signal) return;
    if (thread->current) take_mark_away(thread->current);
    if (thread->current && is_clock_busy(thread->current)) return;
    while (thread->pending_signals) {
        thread->in_runtime++; // others are put off meanwhile
        TaskSignal signal = thread->signals[thread->pending_signals - 1];
        thread->pending_signals--;
        thread->in_runtime--;
        runtime.task->run_signal(&signal);
    }
}
