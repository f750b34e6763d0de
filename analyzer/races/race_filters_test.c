// SPDX-License-Identifier: MIT
// Orders that no lock of both sides makes: onces, locks held while a task is started, starts that depend on others.
#include "races/test_races.h"

static const Api api_once = {
    .function = "once",
    .event = EVENT_ONCE,
    .object = OBJECT_ONCE,
    .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}, [OPERAND_FUNCTION] = {SOURCE_ARGUMENT, 1, 0}}};

static NodeId once(Build *b, VariableId object, FunctionId function) {
    return event(b, api_once, 0, 2, at(b, object), code(b, function), 0);
}

static uint32_t feasible_count(const Races *races) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < races->candidate_count; i++) count += races->candidates[i].verdict == RACE_FEASIBLE;
    return count;
}

// Both tasks call prepare, which writes, by one once or by two, and then read; or main reads before its call.
static int test_once(bool is_same, bool reads_before) {
    Build b = build_start();
    VariableId data = global(&b, "data"), one = mutex(&b, "one"), two = mutex(&b, "two");
    FunctionId prepare = define(&b, "prepare");
    write(&b, data);
    give_back(&b, 0);
    FunctionId worker = define(&b, "worker");
    once(&b, one, prepare);
    read(&b, data);
    give_back(&b, number(&b, 0));
    define(&b, "main");
    start(&b, worker, local(&b, "t", type_pointer));
    if (reads_before) read(&b, data);
    once(&b, is_same ? one : two, prepare);
    read(&b, data);
    give_back(&b, number(&b, 0));
    Races *races = find_races(&b);
    CHECK(&b, (races->candidate_count == 0) == (is_same && !reads_before));
    CHECK(&b, (races->statistics.disposed[FILTER_ONCE] != 0) == is_same);
    return build_end(&b);
}

// main starts first, which takes the lock to write, and second, which writes without; it holds the lock over all of
// second's life, or gives it back before it joins.
static int test_held_over_life(bool is_kept) {
    Build b = build_start();
    VariableId data = global(&b, "data"), m = mutex(&b, "m");
    FunctionId first = define(&b, "first");
    take(&b, m);
    write(&b, data);
    give(&b, m);
    give_back(&b, number(&b, 0));
    FunctionId second = define(&b, "second");
    write(&b, data);
    give_back(&b, number(&b, 0));
    define(&b, "main");
    VariableId s = local(&b, "s", type_pointer), t = local(&b, "t", type_pointer);
    start(&b, first, s);
    take(&b, m);
    start(&b, second, t);
    if (!is_kept) give(&b, m);
    wait_for(&b, t);
    if (is_kept) give(&b, m);
    give_back(&b, number(&b, 0));
    Races *races = find_races(&b);
    CHECK(&b, races->candidate_count == !is_kept);
    CHECK(&b, (races->statistics.disposed[FILTER_CREATION] != 0) == is_kept);
    return build_end(&b);
}

// main starts the worker with the lock held and writes before, or after, it gives it back; the worker takes the lock
// and gives it back before it writes.
static int test_section_before(bool is_inside) {
    Build b = build_start();
    VariableId data = global(&b, "data"), m = mutex(&b, "m");
    FunctionId worker = define(&b, "worker");
    take(&b, m);
    give(&b, m);
    write(&b, data);
    give_back(&b, number(&b, 0));
    define(&b, "main");
    take(&b, m);
    start(&b, worker, local(&b, "t", type_pointer));
    if (is_inside) write(&b, data);
    give(&b, m);
    if (!is_inside) write(&b, data);
    give_back(&b, number(&b, 0));
    Races *races = find_races(&b);
    CHECK(&b, races->candidate_count == !is_inside && feasible_count(races) == !is_inside);
    return build_end(&b);
}

// Siblings: the second is started after the first was joined, by a helper task or by main itself.
static int test_siblings(bool is_joined) {
    Build b = build_start();
    VariableId data = global(&b, "data");
    FunctionId worker = define(&b, "worker");
    write(&b, data);
    give_back(&b, number(&b, 0));
    FunctionId helper = define(&b, "helper");
    VariableId inner = local(&b, "inner", type_pointer);
    start(&b, worker, inner);
    wait_for(&b, inner);
    give_back(&b, number(&b, 0));
    FunctionId other = define(&b, "other");
    write(&b, data);
    give_back(&b, number(&b, 0));
    define(&b, "main");
    VariableId s = local(&b, "s", type_pointer), t = local(&b, "t", type_pointer);
    start(&b, helper, s);
    if (is_joined) wait_for(&b, s);
    start(&b, other, t);
    give_back(&b, number(&b, 0));
    Races *races = find_races(&b);
    CHECK(&b, races->candidate_count == !is_joined && feasible_count(races) == !is_joined);
    return build_end(&b);
}

// The second task is only started when the first one has set a flag.
static int test_start_on_flag(void) {
    Build b = build_start();
    VariableId data = global(&b, "data"), flag = global(&b, "flag");
    FunctionId worker = define(&b, "worker");
    write(&b, data);
    write(&b, flag);
    give_back(&b, number(&b, 0));
    FunctionId second = define(&b, "second");
    write(&b, data);
    give_back(&b, number(&b, 0));
    define(&b, "main");
    start(&b, worker, local(&b, "s", type_pointer));
    branch(&b, value(&b, flag), 4);
    start(&b, second, local(&b, "t", type_pointer));
    give_back(&b, number(&b, 0)); // 4
    Races *races = find_races(&b);
    CHECK(&b, races->candidate_count == 2 && feasible_count(races) == 1); // of the flag itself
    CHECK(&b, races->candidates[0].reason == REASON_GUARD || races->candidates[1].reason == REASON_GUARD);
    return build_end(&b);
}

// Two tasks of one class: what the argument selects may be done by one of them alone; a plain test says nothing.
static int test_selected_by_argument(bool is_switch) {
    Build b = build_start();
    VariableId data = global(&b, "data");
    FunctionId worker = define(&b, "worker");
    VariableId kind = parameter(&b, "kind", type_int);
    SwitchCase *cases = arena_new_array(b.arena, SwitchCase, 1);
    cases[0] = (SwitchCase){.low = 1, .high = 1, .next = 2};
    if (is_switch)
        node(&b,
             (Node){.kind = NODE_SWITCH, .value = value(&b, kind), .cases = cases, .case_count = 1, .otherwise = 3});
    else
        branch(&b, value(&b, kind), 3);
    write(&b, data);              // 2
    give_back(&b, number(&b, 0)); // 3
    define(&b, "main");
    start_with(&b, worker, local(&b, "s", type_pointer), number(&b, 1));
    start_with(&b, worker, local(&b, "t", type_pointer), number(&b, 2));
    give_back(&b, number(&b, 0));
    Races *races = find_races(&b);
    CHECK(&b, races->candidate_count == 1);
    CHECK(&b, races->candidates[0].reason == (is_switch ? REASON_GUARD : REASON_NONE));
    return build_end(&b);
}

int main(void) {
    int failures = 0;
    for (int is_right = 0; is_right < 2; is_right++) {
        failures += test_once(is_right, false) + test_once(true, is_right) + test_held_over_life(is_right);
        failures += test_section_before(is_right) + test_siblings(is_right);
    }
    failures += test_start_on_flag() + test_selected_by_argument(true) + test_selected_by_argument(false);
    return failures != 0;
}
