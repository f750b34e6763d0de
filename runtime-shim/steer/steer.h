// SPDX-License-Identifier: MIT
// Steering: a plan says in which order tasks are to pass certain calls of the program; a task that comes to such a call
// too early is held back, for a bounded time. After the replay of ALGORITHMS 5.12: each step waits until the steps
// before it were passed; a step that is to stay blocked counts as passed when its task is seen to wait.
//
// Never a deadlock of its own: a hold ends when the steps before it are done, when its time is over, or when every
// other task waits. Coroutines are not held: that would stop their whole thread. Needs wait/ to know who waits.
//
// The plan (text, one row a line, written by `chanvet confirm`; sites are numbered from 1, tasks from 1):
//
//   qtrace-steer 1
//   hold MS                milliseconds a task is held at most; patience MS when somebody is in a wait that will end
//   patience MS
//   seed N                 which of several tasks takes which part
//   site S LOW HIGH PATH   return addresses of calls at the place, less one and the module's base: LOW .. HIGH (hex)
//   mark S NAME            the place is qtrace_mark("NAME")
//   task T SPAWN           tasks that are started at site SPAWN may take part T; main: the main thread; 0: any
//   step T S FLAGS         in order. b: it is to stay blocked; t: it is the end of a timed wait; -: none
#pragma once
#include "task/task.h"

#include <stddef.h>

static inline bool steer_is_on(void) {
    return unlikely(runtime.steer != NULL);
}

// The task comes to a call that returns to `counter`: what it was in before is passed, and it may be held. Keeps errno.
void steer_arrive(Task *task, uintptr_t counter);
void steer_pass(Task *task); // it has come back from that call

static inline void steer_before(Task *task, uintptr_t counter) {
    if (steer_is_on()) steer_arrive(task, counter);
}
static inline void steer_after(Task *task) {
    if (steer_is_on()) steer_pass(task);
}
