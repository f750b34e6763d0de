// SPDX-License-Identifier: MIT
// Waits with a lock held: a problem where whoever ends them needs the lock, none where somebody does without it.
#include "locksets/test_locks.h"

static const Api api_acquire = {.function = "acquire",
                                .event = EVENT_ACQUIRE,
                                .object = OBJECT_SEMAPHORE,
                                .blocking = BLOCKING_FOREVER,
                                .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}}};
static const Api api_release = {.function = "release",
                                .event = EVENT_RELEASE,
                                .object = OBJECT_SEMAPHORE,
                                .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}}};
static const Api api_wait = {
    .function = "wait",
    .event = EVENT_WAIT,
    .object = OBJECT_CONDITION,
    .blocking = BLOCKING_FOREVER,
    .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}, [OPERAND_MUTEX] = {SOURCE_ARGUMENT, 1, 0}}};
static const Api api_signal = {.function = "signal",
                               .event = EVENT_SIGNAL,
                               .object = OBJECT_CONDITION,
                               .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}}};

typedef struct SemaphoreCase {
    bool is_locked_by_poster, is_locked_by_other, is_posted_before, is_held_by_waiter;
    bool is_problem;
} SemaphoreCase;

// main waits on a semaphore inside of a function; two tasks post, each with the lock or without.
static int test_semaphore(SemaphoreCase wanted) {
    Build b = build_start();
    VariableId m = mutex(&b, "m"), semaphore = mutex(&b, "semaphore");
    FunctionId posters[2];
    for (uint32_t i = 0; i < 2; i++) {
        bool is_locked = i == 0 ? wanted.is_locked_by_poster : wanted.is_locked_by_other;
        posters[i] = define(&b, i == 0 ? "poster" : "other");
        if (is_locked) take(&b, m);
        event(&b, api_release, 0, 1, at(&b, semaphore), 0, 0);
        if (is_locked) give(&b, m);
        give_back(&b, number(&b, 0));
    }
    FunctionId waiter = define(&b, "waiter");
    NodeId wait = event(&b, api_acquire, 0, 1, at(&b, semaphore), 0, 0);
    give_back(&b, 0);
    define(&b, "main");
    VariableId t = local(&b, "t", type_pointer), u = local(&b, "u", type_pointer);
    if (wanted.is_posted_before) event(&b, api_release, 0, 1, at(&b, semaphore), 0, 0);
    start(&b, posters[0], t);
    start(&b, posters[1], u);
    if (wanted.is_held_by_waiter) take(&b, m);
    call(&b, waiter, 0, 0, 0, 0);
    if (wanted.is_held_by_waiter) give(&b, m);
    give_back(&b, number(&b, 0));
    Locksets *locksets = analyse(&b);
    CHECK(&b, count_of(locksets, PROBLEM_BLOCKED_HOLDING) == wanted.is_problem);
    CHECK(&b, locksets->problem_count == wanted.is_problem);
    if (wanted.is_problem) {
        CHECK(&b, locksets->problems[0].function == waiter && locksets->problems[0].second->node == wait);
        CHECK(&b, locksets->problems[0].other_task && locksets->problems[0].other);
    }
    return build_end(&b);
}

// A worker takes the lock on every way, on one, or not; main joins it with the lock held.
static int test_join(bool is_locked, bool is_always) {
    Build b = build_start();
    VariableId m = mutex(&b, "m");
    FunctionId worker = define(&b, "worker");
    VariableId x = parameter(&b, "x", type_int);
    branch(&b, value(&b, x), is_always ? 2 : 4);
    if (is_locked) take(&b, m);
    if (is_locked) give(&b, m);
    if (!is_locked) event(&b, api_print, 0, 1, number(&b, 0), 0, 0);
    if (!is_locked) event(&b, api_print, 0, 1, number(&b, 0), 0, 0);
    give_back(&b, number(&b, 0)); // 4
    define(&b, "main");
    VariableId t = local(&b, "t", type_pointer);
    start(&b, worker, t);
    take(&b, m);
    Api join = api_join;
    join.blocking = BLOCKING_FOREVER;
    event(&b, join, 0, 2, value(&b, t), number(&b, 0), 0);
    give(&b, m);
    give_back(&b, number(&b, 0));
    Locksets *locksets = analyse(&b);
    CHECK(&b, count_of(locksets, PROBLEM_BLOCKED_HOLDING) == (is_locked && is_always));
    return build_end(&b);
}

// A condition wait gives its own mutex back, and no other lock.
static int test_condition(bool is_own_mutex) {
    Build b = build_start();
    VariableId m = mutex(&b, "m"), n = mutex(&b, "n"), condition = mutex(&b, "condition");
    FunctionId worker = define(&b, "worker");
    take(&b, m);
    event(&b, api_signal, 0, 1, at(&b, condition), 0, 0);
    give(&b, m);
    give_back(&b, number(&b, 0));
    define(&b, "main");
    VariableId t = local(&b, "t", type_pointer);
    start(&b, worker, t);
    take(&b, m);
    event(&b, api_wait, 0, 2, at(&b, condition), at(&b, is_own_mutex ? m : n), 0);
    give(&b, m);
    give_back(&b, number(&b, 0));
    Locksets *locksets = analyse(&b);
    CHECK(&b, count_of(locksets, PROBLEM_BLOCKED_HOLDING) == !is_own_mutex);
    return build_end(&b);
}

int main(void) {
    int failures = 0;
    SemaphoreCase both = {
        .is_locked_by_poster = true, .is_locked_by_other = true, .is_held_by_waiter = true, .is_problem = true};
    failures += test_semaphore(both);
    SemaphoreCase one = both, before = both, free = both;
    one.is_problem = one.is_locked_by_other = false;
    before.is_problem = false;
    before.is_posted_before = true;
    free.is_problem = free.is_held_by_waiter = false;
    failures += test_semaphore(one) + test_semaphore(before) + test_semaphore(free);
    failures += test_join(true, true) + test_join(true, false) + test_join(false, true);
    failures += test_condition(true) + test_condition(false);
    return failures != 0;
}
