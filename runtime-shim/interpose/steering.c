// SPDX-License-Identifier: MIT
// Holds around the calls of the models, when there is a plan. Wrappers by hand call steer/ themselves.
#include "interpose/hooks.h"
#include "interpose/real.h"
#include "steer/steer.h"

static void before(const InterposedMoment *moment) {
    steer_before(moment->task, moment->counter);
}

static void after(const InterposedMoment *moment) {
    steer_after(moment->task);
}

// Before the hooks that say who waits: a held task does not wait for the program.
static __attribute__((constructor(102))) void add_hook(void) {
    if (runtime_is_ready() && runtime.options.steer[0]) interpose_add_hook((InterposeHook){before, after});
}
