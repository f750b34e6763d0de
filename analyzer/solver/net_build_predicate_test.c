// SPDX-License-Identifier: MIT
// Waits at conditions for what shared variables hold.
#include "solver/net_build_draft.h"

static const ValueType type_condition = {TYPE_AGGREGATE, false, false, 48};

typedef struct Monitor {
    VariableId mutex, filled, room, level;
} Monitor;

static Monitor new_monitor(Draft *draft) {
    Monitor monitor = {.mutex = new_lock(draft, "m")};
    monitor.filled = variable(draft, VARIABLE_GLOBAL, "filled", type_condition);
    monitor.room = variable(draft, VARIABLE_GLOBAL, "room", type_condition);
    monitor.level = variable(draft, VARIABLE_GLOBAL, "level", type_int);
    return monitor;
}

// while (level == unwanted) wait
static void wait_while(Draft *draft, const Monitor *monitor, VariableId condition, int64_t unwanted) {
    Api api = simple("wait", EVENT_WAIT, OBJECT_CONDITION, BLOCKING_FOREVER);
    api.operands[OPERAND_MUTEX] = (Operand){SOURCE_ARGUMENT, 1, 0};
    NodeId head = add(draft, (Node){.kind = NODE_NOP, .is_loop_head = true});
    NodeId asking =
        branch(draft, compare(draft, value(draft, monitor->level), OPERATOR_EQUAL, number(draft, unwanted)));
    event(draft, api, 0, at(draft, condition), at(draft, monitor->mutex));
    node_at(draft, next_id(draft) - 1)->next = head;
    otherwise_here(draft, asking);
}
static void change(Draft *draft, const Monitor *monitor, Operator operator_) {
    set(draft, monitor->level, compare(draft, value(draft, monitor->level), operator_, number(draft, 1)));
}
static void tell(Draft *draft, VariableId condition, EventKind kind) {
    event(draft, simple("tell", kind, OBJECT_CONDITION, BLOCKING_NEVER), 0, at(draft, condition), 0);
}

typedef enum Fault { FAULT_NONE, FAULT_SILENT, FAULT_UNLOCKED, FAULT_ONE_CONDITION, FAULT_KEPT, FAULT_MORE } Fault;

// One task puts n times, one takes n times, with room for four.
static void buffer(Draft *draft, Fault fault, uint32_t workers) {
    Monitor monitor = new_monitor(draft);
    VariableId room = fault == FAULT_ONE_CONDITION ? monitor.filled : monitor.room;
    FunctionId tasks[2];
    VariableId bound = variable(draft, VARIABLE_GLOBAL, "n", type_int);
    for (int puts = 0; puts < 2; puts++) {
        tasks[puts] = define(draft, puts ? "put" : "take", 0, type_int);
        Turn turn = open_loop(draft, OPERATOR_LESS, bound);
        lock(draft, at(draft, monitor.mutex));
        wait_while(draft, &monitor, puts ? room : monitor.filled, puts ? 4 : 0);
        if (fault == FAULT_UNLOCKED) unlock(draft, at(draft, monitor.mutex));
        if (puts || fault != FAULT_KEPT) change(draft, &monitor, puts ? OPERATOR_ADD : OPERATOR_SUBTRACT);
        if (puts || fault != FAULT_SILENT) tell(draft, puts ? monitor.filled : room, EVENT_SIGNAL);
        if (fault != FAULT_UNLOCKED) unlock(draft, at(draft, monitor.mutex));
        close_loop(draft, turn);
        leave(draft);
    }
    define(draft, "main", 1, type_int);
    set(draft, bound, value(draft, parameter(draft, 0)));
    for (uint32_t i = 0; i < 2 * workers; i++) spawn(draft, tasks[i % 2], 0);
    if (fault == FAULT_MORE) spawn(draft, tasks[0], 0);
    leave(draft);
}
static void buffer_works(Draft *draft) {
    buffer(draft, FAULT_NONE, 1);
}
static void buffer_of_many(Draft *draft) {
    buffer(draft, FAULT_NONE, 3);
}
static void buffer_silent(Draft *draft) {
    buffer(draft, FAULT_SILENT, 1);
}
static void buffer_unlocked(Draft *draft) {
    buffer(draft, FAULT_UNLOCKED, 1);
}
static void buffer_one_condition(Draft *draft) {
    buffer(draft, FAULT_ONE_CONDITION, 2);
}
static void buffer_kept(Draft *draft) {
    buffer(draft, FAULT_KEPT, 2);
}
static void buffer_one_more(Draft *draft) {
    buffer(draft, FAULT_MORE, 1);
}

// n tasks wait until main opens.
static void gate(Draft *draft, EventKind told, bool closes_again) {
    Monitor monitor = new_monitor(draft);
    FunctionId task = define(draft, "pass", 0, type_int);
    lock(draft, at(draft, monitor.mutex));
    wait_while(draft, &monitor, monitor.filled, 0);
    unlock(draft, at(draft, monitor.mutex));
    leave(draft);
    define(draft, "main", 1, type_int);
    Turn turn = open_loop(draft, OPERATOR_LESS, parameter(draft, 0));
    spawn(draft, task, 0);
    close_loop(draft, turn);
    for (int open = 1; open >= (closes_again ? 0 : 1); open--) {
        lock(draft, at(draft, monitor.mutex));
        set(draft, monitor.level, number(draft, open));
        if (open) tell(draft, monitor.filled, told);
        unlock(draft, at(draft, monitor.mutex));
    }
    leave(draft);
}
static void gate_opened(Draft *draft) {
    gate(draft, EVENT_BROADCAST, false);
}
static void gate_for_one(Draft *draft) {
    gate(draft, EVENT_SIGNAL, false);
}
static void gate_closed_again(Draft *draft) {
    gate(draft, EVENT_BROADCAST, true);
}

// Two tasks take n turns each.
static void turns(Draft *draft, bool starts_wrong) {
    Monitor monitor = new_monitor(draft);
    VariableId bound = variable(draft, VARIABLE_GLOBAL, "n", type_int);
    FunctionId tasks[2];
    for (int i = 0; i < 2; i++) {
        tasks[i] = define(draft, i ? "two" : "one", 0, type_int);
        Turn turn = open_loop(draft, starts_wrong && i ? OPERATOR_LESS_EQUAL : OPERATOR_LESS, bound);
        lock(draft, at(draft, monitor.mutex));
        wait_while(draft, &monitor, monitor.filled, !i);
        set(draft, monitor.level, number(draft, !i));
        tell(draft, monitor.filled, EVENT_BROADCAST);
        unlock(draft, at(draft, monitor.mutex));
        close_loop(draft, turn);
        leave(draft);
    }
    define(draft, "main", 1, type_int);
    set(draft, bound, value(draft, parameter(draft, 0)));
    for (int i = 0; i < 2; i++) spawn(draft, tasks[i], 0);
    leave(draft);
}
static void turns_equal(Draft *draft) {
    turns(draft, false);
}
static void turns_one_more(Draft *draft) {
    turns(draft, true);
}

static const Case cases[] = {
    {"buffer, one task at each end", buffer_works, MARKING_SAFE_ALL},
    {"buffer, several tasks at each end", buffer_of_many, MARKING_SAFE_ALL},
    {"buffer that says nothing of room", buffer_silent, MARKING_CANDIDATE},
    {"buffer changed without the lock", buffer_unlocked, MARKING_CANDIDATE},
    {"buffer with one condition for both", buffer_one_condition, MARKING_CANDIDATE},
    {"buffer from which nothing is taken", buffer_kept, MARKING_CANDIDATE},
    {"buffer with one taker more", buffer_one_more, MARKING_CANDIDATE},
    {"gate, all are told", gate_opened, MARKING_SAFE_ALL},
    {"gate, one of n is told", gate_for_one, MARKING_CANDIDATE},
    {"gate that closes again", gate_closed_again, MARKING_CANDIDATE},
    {"turns", turns_equal, MARKING_SAFE_ALL},
    {"turns, one more of one side", turns_one_more, MARKING_CANDIDATE},
};

int main(int count, char **arguments) {
    return draft_check_all(cases, sizeof cases / sizeof *cases, count, arguments);
}
