// SPDX-License-Identifier: MIT
// Candidates and verdicts: a program with a race, and what orders or parts the two accesses.
#include "races/test_races.h"

typedef struct PlainCase {
    bool is_read_only, is_atomic, main_locks, worker_locks, is_other_lock, is_joined, is_before;
    uint32_t candidates;
} PlainCase;

static ValueType shared_type(const PlainCase *wanted) {
    return (ValueType){TYPE_SIGNED, wanted->is_atomic, false, 4};
}

static NodeId touch(Build *b, const PlainCase *wanted, VariableId data, bool is_write) {
    if (is_write && !wanted->is_read_only)
        return node(
            b, (Node){.kind = NODE_ASSIGN, .target = at(b, data), .value = number(b, 1), .type = shared_type(wanted)});
    return assign(b, at(b, local(b, "x", type_int)), load(b, at(b, data), shared_type(wanted)));
}

// main starts the worker; both touch a global variable.
static int test_plain(PlainCase wanted) {
    Build b = build_start();
    VariableId data = global(&b, "data"), m = mutex(&b, "m"), n = mutex(&b, "n");
    FunctionId worker = define(&b, "worker");
    if (wanted.worker_locks) take(&b, m);
    NodeId write_node = touch(&b, &wanted, data, true);
    if (wanted.worker_locks) give(&b, m);
    give_back(&b, number(&b, 0));
    FunctionId start_function = define(&b, "main");
    VariableId t = local(&b, "t", type_pointer), lock = wanted.is_other_lock ? n : m;
    NodeId read_node = 0;
    if (wanted.is_before) read_node = touch(&b, &wanted, data, false);
    start(&b, worker, t);
    if (wanted.is_joined) wait_for(&b, t);
    if (wanted.main_locks) take(&b, lock);
    if (!wanted.is_before) read_node = touch(&b, &wanted, data, false);
    if (wanted.main_locks) give(&b, lock);
    give_back(&b, number(&b, 0));
    Races *races = find_races(&b);
    CHECK(&b, races->candidate_count == wanted.candidates);
    CHECK(&b, races_touches(races, worker, write_node) == wanted.candidates);
    CHECK(&b, races_touches(races, start_function, read_node) == wanted.candidates);
    if (races->candidate_count != 1) return build_end(&b);
    const RaceCandidate *candidate = races->candidates;
    CHECK(&b, candidate->verdict == RACE_FEASIBLE && candidate->reason == REASON_NONE);
    CHECK(&b, candidate->left.access->kind == MEMORY_WRITE && candidate->left.access->node == write_node);
    CHECK(&b, candidate->right.access->kind == MEMORY_READ && candidate->right.access->node == read_node);
    CHECK(&b, candidate->member_count == 2);
    return build_end(&b);
}

// Several workers of one class write: a race with each other, unless each is over before the next.
static int test_many(bool is_joined) {
    Build b = build_start();
    VariableId data = global(&b, "data");
    FunctionId worker = define(&b, "worker");
    write(&b, data);
    give_back(&b, number(&b, 0));
    define(&b, "main");
    VariableId t = local(&b, "t", type_pointer), n = parameter(&b, "n", type_int);
    branch(&b, value(&b, n), 5);
    start(&b, worker, t);
    if (is_joined)
        wait_for(&b, t);
    else
        node(&b, (Node){.kind = NODE_NOP});
    node(&b, (Node){.kind = NODE_NOP, .next = 1});
    give_back(&b, number(&b, 0)); // 5
    Races *races = find_races(&b);
    CHECK(&b, races->candidate_count == !is_joined);
    return build_end(&b);
}

// main writes and then tells; the worker receives and then reads. Or it does not wait: what is told does not matter.
static int test_message(bool waits) {
    Build b = build_start();
    VariableId data = global(&b, "data"), channel = variable(&b, "c", VARIABLE_GLOBAL, type_pointer, 8);
    FunctionId worker = define(&b, "worker");
    if (waits) event(&b, api_receive, 0, 2, value(&b, channel), at(&b, local(&b, "p", type_pointer)), 0);
    read(&b, data);
    give_back(&b, number(&b, 0));
    define(&b, "main");
    VariableId t = local(&b, "t", type_pointer), made = local(&b, "made", type_pointer);
    event(&b, api_channel, made, 1, number(&b, 0), 0, 0);
    assign(&b, at(&b, channel), value(&b, made));
    start(&b, worker, t);
    write(&b, data);
    event(&b, api_send, 0, 2, value(&b, channel), number(&b, 0), 0);
    give_back(&b, number(&b, 0));
    Races *races = find_races(&b);
    CHECK(&b, races->candidate_count == 1);
    CHECK(&b, races->candidates[0].verdict == (waits ? RACE_POSSIBLE : RACE_FEASIBLE));
    CHECK(&b, races->candidates[0].reason == (waits ? REASON_WAIT : REASON_NONE));
    return build_end(&b);
}

// if (flag) read, while main writes and then sets the flag: a race of the flag, not for certain one of the data.
static int test_flag(void) {
    Build b = build_start();
    VariableId data = global(&b, "data"), flag = global(&b, "flag");
    FunctionId worker = define(&b, "worker");
    branch(&b, value(&b, flag), 3);
    read(&b, data);
    give_back(&b, number(&b, 0)); // 3
    define(&b, "main");
    start(&b, worker, local(&b, "t", type_pointer));
    write(&b, data);
    write(&b, flag);
    give_back(&b, number(&b, 0));
    Races *races = find_races(&b);
    CHECK(&b, races->candidate_count == 2);
    CHECK(&b, races->candidates[0].reason == REASON_GUARD);
    CHECK(&b, races->candidates[1].reason == REASON_NONE);
    return build_end(&b);
}

// Nodes of a list, each with a lock: p->data under p->lock, or under the lock of another node.
static int test_own_lock(bool is_own) {
    Build b = build_start();
    VariableId list = variable(&b, "list", VARIABLE_GLOBAL, (ValueType){TYPE_AGGREGATE, false, false, 256}, 256);
    FunctionId worker = define(&b, "worker");
    VariableId i = parameter(&b, "i", type_int), k = parameter(&b, "k", type_int);
    ExprId mine = element(&b, at(&b, list), value(&b, i), 64);
    ExprId lock = is_own ? mine : element(&b, at(&b, list), value(&b, k), 64);
    event(&b, api_take, 0, 1, field(&b, lock, 8), 0, 0);
    assign(&b, field(&b, mine, 48), number(&b, 1));
    event(&b, api_unlock, 0, 1, field(&b, lock, 8), 0, 0);
    give_back(&b, number(&b, 0));
    define(&b, "main");
    VariableId n = parameter(&b, "n", type_int);
    branch(&b, value(&b, n), 4);
    start(&b, worker, local(&b, "t", type_pointer));
    node(&b, (Node){.kind = NODE_NOP, .next = 1});
    give_back(&b, number(&b, 0)); // 4
    Races *races = find_races(&b);
    CHECK(&b, races->candidate_count == !is_own);
    CHECK(&b, races->statistics.disposed[FILTER_LOCK] == is_own);
    if (!is_own) CHECK(&b, races->candidates[0].reason == REASON_OBJECT);
    return build_end(&b);
}

// *p = 1 in the worker, which is given &data, or nothing (another task is given &data).
static int test_passed(bool is_given) {
    Build b = build_start();
    VariableId data = global(&b, "data");
    FunctionId worker = define(&b, "worker");
    assign(&b, value(&b, parameter(&b, "p", type_pointer)), number(&b, 1));
    give_back(&b, number(&b, 0));
    define(&b, "main");
    VariableId t = local(&b, "t", type_pointer), u = local(&b, "u", type_pointer);
    start_with(&b, worker, t, is_given ? at(&b, data) : number(&b, 0));
    write(&b, data);
    start_with(&b, worker, u, at(&b, data));
    wait_for(&b, u);
    give_back(&b, number(&b, 0));
    Races *races = find_races(&b);
    uint32_t feasible = 0;
    for (uint32_t i = 0; i < races->candidate_count; i++) feasible += races->candidates[i].verdict == RACE_FEASIBLE;
    CHECK(&b, races->candidate_count == 2 && feasible == (is_given ? 2 : 0));
    return build_end(&b);
}

// A library: inc writes under a lock, get reads without, begin starts a task that writes. Or nothing but inc and get.
static int test_library(bool has_lock, bool has_task) {
    Build b = build_start();
    VariableId data = global(&b, "data"), m = mutex(&b, "m");
    FunctionId worker = define(&b, "worker");
    write(&b, data);
    give_back(&b, number(&b, 0));
    FunctionId inc = define(&b, "inc");
    opened(&b)->is_exported = true;
    if (has_lock) take(&b, m);
    if (!has_task) write(&b, data);
    if (has_lock) give(&b, m);
    give_back(&b, 0);
    define(&b, "get");
    opened(&b)->is_exported = true;
    read(&b, data);
    give_back(&b, 0);
    if (has_task) {
        define(&b, "begin");
        opened(&b)->is_exported = true;
        start(&b, worker, local(&b, "t", type_pointer));
        give_back(&b, 0);
    }
    Races *races = find_races(&b);
    bool is_found = has_lock || has_task;
    CHECK(&b, races_touches(races, inc, 2) == (has_lock && !has_task));
    CHECK(&b, (races->candidate_count != 0) == is_found);
    if (!races->candidate_count) return build_end(&b);
    CHECK(&b, races->candidates[0].is_exported_assumed);
    CHECK(&b, races->candidates[0].reason == (has_lock ? REASON_NONE : REASON_EXPORTED));
    return build_end(&b);
}

int main(void) {
    int failures = 0;
    failures += test_library(true, false) + test_library(false, true) + test_library(false, false);
    failures += test_plain((PlainCase){.candidates = 1});
    failures += test_plain((PlainCase){.main_locks = true, .candidates = 1});
    failures +=
        test_plain((PlainCase){.main_locks = true, .worker_locks = true, .is_other_lock = true, .candidates = 1});
    failures += test_plain((PlainCase){.main_locks = true, .worker_locks = true});
    failures += test_plain((PlainCase){.is_read_only = true});
    failures += test_plain((PlainCase){.is_atomic = true});
    failures += test_plain((PlainCase){.is_joined = true});
    failures += test_plain((PlainCase){.is_before = true});
    for (int is_right = 0; is_right < 2; is_right++) {
        failures += test_many(is_right) + test_message(is_right) + test_own_lock(is_right) + test_passed(is_right);
    }
    failures += test_flag();
    return failures != 0;
}
