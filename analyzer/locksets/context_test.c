// SPDX-License-Identifier: MIT
// Locks that callers hold, and how they are named where the callee is.
#include "locksets/test_locks.h"

static bool holds(HeldLocks held, TermId lock) {
    for (uint32_t i = 0; i < held.must_count; i++)
        if (held.must[i].lock == lock) return true;
    return false;
}

static TermId name_of_global(const Locksets *locksets, VariableId variable) {
    return term_leaf(locksets->terms, TERM_VARIABLE, variable);
}

static TermId member_of_parameter(const Locksets *locksets, VariableId parameter, int64_t offset) {
    return term_offset(locksets->terms, term_leaf(locksets->terms, TERM_ENTRY, parameter), offset, 0);
}

static TaskClassId task_of(const Locksets *locksets, FunctionId entry) {
    for (TaskClassId id = 1; id < task_tree_count(locksets->tasks); id++)
        if (task_tree_class(locksets->tasks, id)->entry == entry) return id;
    return 0;
}

// f(p) { lock(p->lock); touch(p); unlock(p->lock) } and g(p) { touch(p) with or without }: named by touch's parameter.
static int test_named_by_parameter(bool is_held_by_all) {
    Build b = build_start();
    FunctionId touch = define(&b, "touch");
    VariableId q = parameter(&b, "q", type_pointer);
    NodeId use = assign(&b, field(&b, value(&b, q), 48), number(&b, 1));
    give_back(&b, 0);
    FunctionId deeper = define(&b, "deeper");
    VariableId r = parameter(&b, "r", type_pointer);
    call(&b, touch, 0, 1, value(&b, r), 0);
    give_back(&b, 0);
    FunctionId holder = define(&b, "holder");
    VariableId p = parameter(&b, "p", type_pointer), other = parameter(&b, "other", type_pointer);
    event(&b, api_take, 0, 1, field(&b, value(&b, p), 8), 0, 0);
    event(&b, api_take, 0, 1, field(&b, value(&b, other), 8), 0, 0);
    call(&b, deeper, 0, 1, value(&b, p), 0);
    event(&b, api_unlock, 0, 1, field(&b, value(&b, other), 8), 0, 0);
    event(&b, api_unlock, 0, 1, field(&b, value(&b, p), 8), 0, 0);
    if (!is_held_by_all) call(&b, touch, 0, 1, value(&b, p), 0);
    give_back(&b, 0);
    Locksets *locksets = analyse(&b);
    HeldLocks at = locksets_with_callers(locksets, 0, touch, use);
    CHECK(&b, holds(at, member_of_parameter(locksets, q, 8)) == is_held_by_all);
    CHECK(&b, at.must_count == is_held_by_all); // that of `other` has no name here
    HeldLocks before = locksets_with_callers(locksets, 0, deeper, 1);
    CHECK(&b, before.must_count == 1 && holds(before, member_of_parameter(locksets, r, 8)));
    CHECK(&b, locksets_with_callers(locksets, 0, holder, 1).must_count == 0);
    CHECK(&b, locksets_at(locksets, touch, use).must_count == 0);
    return build_end(&b);
}

// main takes m around help(), the worker does or does not: over all callers, and for each task.
static int test_per_task(bool is_held_by_worker) {
    Build b = build_start();
    VariableId m = mutex(&b, "m"), n = mutex(&b, "n");
    FunctionId help = define(&b, "help");
    take(&b, n);
    NodeId inside = give(&b, n);
    give_back(&b, 0);
    FunctionId worker = define(&b, "worker");
    if (is_held_by_worker) take(&b, m);
    call(&b, help, 0, 0, 0, 0);
    if (is_held_by_worker) give(&b, m);
    give_back(&b, number(&b, 0));
    FunctionId start_function = define(&b, "main");
    VariableId t = local(&b, "t", type_pointer);
    start(&b, worker, t);
    take(&b, m);
    call(&b, help, 0, 0, 0, 0);
    give(&b, m);
    give_back(&b, number(&b, 0));
    Locksets *locksets = analyse(&b);
    TermId lock = name_of_global(locksets, m), own = name_of_global(locksets, n);
    TaskClassId main_task = task_of(locksets, start_function), worker_task = task_of(locksets, worker);
    CHECK(&b, main_task && worker_task);
    CHECK(&b, holds(locksets_with_callers(locksets, 0, help, inside), lock) == is_held_by_worker);
    CHECK(&b, holds(locksets_with_callers(locksets, main_task, help, inside), lock));
    CHECK(&b, holds(locksets_with_callers(locksets, worker_task, help, inside), lock) == is_held_by_worker);
    CHECK(&b, holds(locksets_with_callers(locksets, worker_task, help, inside), own));
    CHECK(&b, locksets_with_callers(locksets, worker_task, help, 1).must_count == is_held_by_worker);
    CHECK(&b, locksets_with_callers(locksets, worker_task, worker, 1).must_count == 0); // a task begins with none
    return build_end(&b);
}

// The callee gives its caller's lock back, on one way or on all, and does something behind that.
static int test_given_back_inside(bool is_always) {
    Build b = build_start();
    VariableId m = mutex(&b, "m");
    FunctionId inner = define(&b, "inner");
    VariableId x = parameter(&b, "x", type_int);
    branch(&b, value(&b, x), is_always ? 2 : 3);
    give(&b, m);
    NodeId behind = event(&b, api_print, 0, 1, number(&b, 0), 0, 0);
    give_back(&b, 0);
    define(&b, "main");
    take(&b, m);
    call(&b, inner, 0, 1, number(&b, 0), 0);
    give_back(&b, number(&b, 0));
    Locksets *locksets = analyse(&b);
    TermId lock = name_of_global(locksets, m);
    CHECK(&b, holds(locksets_with_callers(locksets, 0, inner, 1), lock));
    CHECK(&b, !holds(locksets_with_callers(locksets, 0, inner, behind), lock));
    return build_end(&b);
}

// A reader and a writer call: what is sure is that it is read-locked.
static int test_weaker_mode(bool is_first_reader) {
    Build b = build_start();
    VariableId m = mutex(&b, "m");
    Api read = api_take;
    read.function = "read";
    read.lock_mode = LOCK_SHARED;
    read.object = OBJECT_READ_WRITE_LOCK;
    FunctionId inner = define(&b, "inner");
    event(&b, api_print, 0, 1, number(&b, 0), 0, 0);
    give_back(&b, 0);
    define(&b, "main");
    for (int round = 0; round < 2; round++) {
        event(&b, (round == 0) == is_first_reader ? read : api_take, 0, 1, at(&b, m), 0, 0);
        call(&b, inner, 0, 0, 0, 0);
        give(&b, m);
    }
    give_back(&b, number(&b, 0));
    Locksets *locksets = analyse(&b);
    HeldLocks held = locksets_with_callers(locksets, 0, inner, 1);
    CHECK(&b, held.must_count == 1 && held.must[0].mode == LOCK_SHARED);
    return build_end(&b);
}

// A global lock that is passed as well has both names; a local of the caller has that of the parameter alone.
static int test_names(bool is_local) {
    Build b = build_start();
    FunctionId inner = define(&b, "inner");
    VariableId q = parameter(&b, "q", type_pointer);
    event(&b, api_print, 0, 1, number(&b, 0), 0, 0);
    give_back(&b, 0);
    VariableId global = mutex(&b, "global");
    define(&b, "main");
    VariableId own = variable(&b, "own", VARIABLE_LOCAL, (ValueType){TYPE_AGGREGATE, false, false, 40}, 40);
    VariableId lock = is_local ? own : global;
    take(&b, lock);
    call(&b, inner, 0, 1, at(&b, lock), 0);
    give(&b, lock);
    give_back(&b, number(&b, 0));
    Locksets *locksets = analyse(&b);
    HeldLocks held = locksets_with_callers(locksets, 0, inner, 1);
    CHECK(&b, holds(held, term_leaf(locksets->terms, TERM_ENTRY, q)));
    CHECK(&b, holds(held, name_of_global(locksets, lock)) == !is_local);
    CHECK(&b, held.must_count == 2 - (uint32_t)is_local);
    return build_end(&b);
}

int main(void) {
    int failures = 0;
    for (int wrong = 0; wrong < 2; wrong++) {
        failures += test_named_by_parameter(wrong) + test_per_task(wrong) + test_given_back_inside(wrong);
        failures += test_weaker_mode(wrong) + test_names(wrong);
    }
    return failures != 0;
}
