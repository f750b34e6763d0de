// SPDX-License-Identifier: MIT
// Holds around the calls of the models, when there is a plan. Wrappers by hand call steer/ themselves.
#include "interpose/hooks.h"
#include "interpose/real.h"
#include "report/evidence.h"
#include "steer/steer.h"

static void before(const InterposedMoment *moment) {
    steer_before(moment->task, moment->counter);
}

// A library that answers these with an error allows them; a program that does not expect it has a bug.
static void note_misuse(const InterposedMoment *moment) {
    uint8_t event = moment->row->event;
    if (moment->outcome != OUTCOME_CLOSED || (event != EVENT_SEND && event != EVENT_CLOSE)) return;
    task_thread.in_runtime++;
    evidence_note(REPORT_CHANNEL_MISUSE, event == EVENT_SEND ? "send on a closed channel" : "close of a closed channel",
                  task_keep_stack(moment->task, moment->counter));
    task_thread.in_runtime--;
}

static void after(const InterposedMoment *moment) {
    if (evidence_is_on()) note_misuse(moment);
    steer_after(moment->task);
}

// Before the hooks that say who waits: a held task does not wait for the program.
static __attribute__((constructor(102))) void add_hook(void) {
    if (runtime_is_ready() && runtime.options.steer[0]) interpose_add_hook((InterposeHook){before, after});
}
