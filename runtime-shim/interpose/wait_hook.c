// SPDX-License-Identifier: MIT
// Interposed calls as waits. POSIX threads say so themselves (locks.c, threads.c).
#include "interpose/hooks.h"
#include "interpose/rule.h"
#include "interpose/start.h"
#include "wait/wait.h"

#include <string.h>

// A once runs the program's function inside the call, so whoever is in it may well be running.
static bool is_wait(const InterposedMoment *moment) {
    switch (moment->row->event) {
    case EVENT_ONCE: return false;
    case EVENT_SPAWN: // outside of all coroutines it may run the scheduler until there are none left (neco)
        return moment->row->domain == DOMAIN_COOPERATIVE && moment->task->kind == TASK_THREAD;
    default: return moment->may_wait;
    }
}

void interpose_yield_with(int (*yield)(void)) {
    interpose_room()->yield = yield;
}

// The library's own accesses are not the program's, as in any call of it.
static void let_others_run(void) {
    Task *task = task_current();
    uintptr_t *top = task->call_top;
    task_enter_call(task);
    interpose_room()->yield();
    if (task_thread.current != task) task_switch(task);
    task->call_top = top;
    task_leave_call(task);
}

// neco: the main coroutine ends, and with it the process, by a scheduler that goes on elsewhere.
void wait_before_task_exit(Task *task, const InterposedCall *row) {
    if (strcmp(row->function, "__neco_exit_prog") != 0) return;
    wait_at_exit(task, interpose_room()->yield ? let_others_run : NULL);
}

static void before_call(const InterposedMoment *moment) {
    if (!is_wait(moment)) return;
    const InterposedCall *row = moment->row;
    WaitRecord record = {.event = row->event,
                         .kind = row->object,
                         .is_timed = moment->is_timed && row->event != EVENT_SPAWN,
                         .is_external = row->event == EVENT_IO,
                         .is_shared = row->lock_mode == LOCK_SHARED,
                         .counter = moment->counter};
    if (row->event == EVENT_SELECT) {
        for (uint32_t i = 0; i < moment->case_count && record.object_count < WAIT_OBJECTS; i++)
            if (moment->cases[i].channel) record.objects[record.object_count++] = moment->cases[i].channel;
    } else if (moment->object) {
        record.objects[record.object_count++] = moment->object;
    }
    if (row->event == EVENT_JOIN && moment->other) record.target = moment->other->number + 1;
    wait_begin(moment->task, &record);
}

static void after_call(const InterposedMoment *moment) {
    if (!is_wait(moment)) return;
    bool is_served =
        moment->outcome == OUTCOME_OK || moment->outcome == OUTCOME_SERIAL || moment->outcome == OUTCOME_CLOSED;
    wait_end(moment->task, is_served);
}

static __attribute__((constructor(104))) void register_hook(void) {
    if (runtime_is_ready() && runtime.options.detect_blocked)
        interpose_add_hook((InterposeHook){before_call, after_call});
    if (interpose_has_plan9()) wait_ignore_signals(); // lib9 handles signals in every program, for its notes
}
