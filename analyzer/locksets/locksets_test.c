// SPDX-License-Identifier: MIT
// Each rule of the analysis with a program that breaks it and one that looks like it and is right.
#include "locksets/test_locks.h"

// main spawns; both take two locks. In one order or in both; with or without a lock around; joined before or not.
typedef struct OrderCase {
    bool is_crossed, has_gate, is_joined;
    uint32_t cycles;
} OrderCase;

static int test_order(OrderCase wanted) {
    Build b = build_start();
    VariableId m = mutex(&b, "m"), n = mutex(&b, "n"), gate = mutex(&b, "gate");
    FunctionId worker = define(&b, "worker");
    if (wanted.has_gate) take(&b, gate);
    take(&b, m);
    take(&b, n);
    give(&b, n);
    give(&b, m);
    if (wanted.has_gate) give(&b, gate);
    give_back(&b, number(&b, 0));
    define(&b, "main");
    VariableId t = local(&b, "t", type_pointer);
    start(&b, worker, t);
    if (wanted.is_joined) event(&b, api_join, 0, 2, value(&b, t), number(&b, 0), 0);
    if (wanted.has_gate) take(&b, gate);
    take(&b, wanted.is_crossed ? n : m);
    take(&b, wanted.is_crossed ? m : n);
    give(&b, m);
    give(&b, n);
    if (wanted.has_gate) give(&b, gate);
    give_back(&b, number(&b, 0));
    Locksets *locksets = analyse(&b);
    CHECK(&b, locksets->cycle_count == wanted.cycles);
    CHECK(&b, locksets->problem_count == 0);
    return build_end(&b);
}

// if (x) lock; … if (x) unlock; with the same x, or another one.
static int test_correlation(bool is_same) {
    Build b = build_start();
    VariableId m = mutex(&b, "m");
    define(&b, "main");
    VariableId x = parameter(&b, "x", type_int), y = parameter(&b, "y", type_int);
    branch(&b, value(&b, x), 3);
    take(&b, m);
    branch(&b, value(&b, is_same ? x : y), 5); // 3
    give(&b, m);
    give_back(&b, number(&b, 0)); // 5
    Locksets *locksets = analyse(&b);
    CHECK(&b, count_of(locksets, PROBLEM_UNLOCK_MISSING) == !is_same);
    CHECK(&b, count_of(locksets, PROBLEM_UNLOCK_NOT_HELD) == 0); // some way holds it there: nothing is said
    CHECK(&b, locksets_at(locksets, b.function, 2).may_count == 0);
    CHECK(&b, locksets_at(locksets, b.function, 3).may_count == 1 && !locksets_at(locksets, b.function, 3).must_count);
    CHECK(&b, locksets_at(locksets, b.function, 4).must_count == is_same);
    return build_end(&b);
}

// if (try(&m) == 0) { …; unlock }: held on that way only. The wrong test gives it back unheld, and keeps it.
static int test_try(bool is_right) {
    Build b = build_start();
    VariableId m = mutex(&b, "m");
    define(&b, "main");
    VariableId got = local(&b, "got", type_int);
    event(&b, api_try, got, 1, at(&b, m), 0, 0);
    ExprId is_taken = program_add_expr(b.program, (Expr){.kind = EXPR_BINARY,
                                                         .operator_ = is_right ? OPERATOR_EQUAL : OPERATOR_NOT_EQUAL,
                                                         .left = value(&b, got),
                                                         .right = number(&b, 0),
                                                         .type = type_int});
    branch(&b, is_taken, 5);
    event(&b, api_print, 0, 1, number(&b, 0), 0, 0);
    give(&b, m);
    give_back(&b, number(&b, 0)); // 5
    Locksets *locksets = analyse(&b);
    CHECK(&b, locksets_at(locksets, b.function, 3).must_count == is_right);
    CHECK(&b, count_of(locksets, PROBLEM_UNLOCK_NOT_HELD) == !is_right);
    return build_end(&b);
}

// A function takes its parameter's lock for its caller, another gives it back; the caller takes it twice or not.
static int test_wrappers(bool is_twice) {
    Build b = build_start();
    VariableId m = mutex(&b, "m");
    FunctionId enter = define(&b, "enter");
    event(&b, api_take, 0, 1, field(&b, value(&b, parameter(&b, "p", type_pointer)), 0), 0, 0);
    give_back(&b, 0);
    FunctionId leave = define(&b, "leave");
    event(&b, api_unlock, 0, 1, field(&b, value(&b, parameter(&b, "q", type_pointer)), 0), 0, 0);
    give_back(&b, 0);
    define(&b, "main");
    call(&b, enter, 0, 1, at(&b, m), 0);
    NodeId again = is_twice ? call(&b, enter, 0, 1, at(&b, m), 0) : 0;
    call(&b, leave, 0, 1, at(&b, m), 0);
    give_back(&b, number(&b, 0));
    Locksets *locksets = analyse(&b);
    CHECK(&b, count_of(locksets, PROBLEM_DOUBLE_LOCK) == is_twice);
    CHECK(&b, locksets->problem_count == is_twice);
    if (is_twice) CHECK(&b, locksets->problems[0].second->node == again);
    return build_end(&b);
}

// while (…) { lock; if (bad) continue or break; unlock; }
static int test_loop(bool is_broken) {
    Build b = build_start();
    VariableId m = mutex(&b, "m");
    define(&b, "main");
    VariableId x = parameter(&b, "x", type_int), bad = parameter(&b, "bad", type_int);
    branch(&b, value(&b, x), 6);
    take(&b, m);
    branch(&b, value(&b, bad), is_broken ? 6 : 4);
    give(&b, m);                                   // 4
    node(&b, (Node){.kind = NODE_NOP, .next = 1}); // 5
    give_back(&b, number(&b, 0));                  // 6
    node_at(&b, 3)->next = is_broken ? 4 : 4;
    Locksets *locksets = analyse(&b);
    CHECK(&b, count_of(locksets, PROBLEM_UNLOCK_MISSING) == is_broken);
    CHECK(&b, locksets->problem_count == is_broken);
    return build_end(&b);
}

// Given back twice, or taken again between.
static int test_double_unlock(bool is_twice) {
    Build b = build_start();
    VariableId m = mutex(&b, "m");
    define(&b, "main");
    take(&b, m);
    give(&b, m);
    if (!is_twice) take(&b, m);
    give(&b, m);
    give_back(&b, number(&b, 0));
    Locksets *locksets = analyse(&b);
    CHECK(&b, count_of(locksets, PROBLEM_DOUBLE_UNLOCK) == is_twice);
    CHECK(&b, locksets->problem_count == is_twice);
    return build_end(&b);
}

int main(void) {
    int failures = 0;
    failures += test_order((OrderCase){.is_crossed = true, .cycles = 1});
    failures += test_order((OrderCase){.is_crossed = false});
    failures += test_order((OrderCase){.is_crossed = true, .has_gate = true});
    failures += test_order((OrderCase){.is_crossed = true, .is_joined = true});
    for (int wrong = 0; wrong < 2; wrong++) {
        failures += test_correlation(wrong) + test_try(wrong) + test_wrappers(wrong) + test_loop(wrong);
        failures += test_double_unlock(wrong);
    }
    return failures != 0;
}
