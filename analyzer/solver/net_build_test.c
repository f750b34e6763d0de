// SPDX-License-Identifier: MIT
// Loops, branches, calls and locks.
#include "solver/net_build_draft.h"

// n workers send; main receives once per turn of a loop with this comparison.
static void fan_in(Draft *draft, Operator comparison) {
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "results", type_pointer);
    FunctionId worker = define(draft, "worker", 1, type_pointer);
    send(draft, channel);
    leave(draft);
    define(draft, "main", 1, type_int);
    new_channel(draft, number(draft, 0), channel);
    Turn turn = open_loop(draft, OPERATOR_LESS, parameter(draft, 0));
    spawn(draft, worker, 0);
    close_loop(draft, turn);
    turn = open_loop(draft, comparison, parameter(draft, 0));
    receive(draft, channel, 0);
    close_loop(draft, turn);
    leave(draft);
}
static void fan_in_equal(Draft *draft) {
    fan_in(draft, OPERATOR_LESS);
}
static void fan_in_one_more(Draft *draft) {
    fan_in(draft, OPERATOR_LESS_EQUAL);
}

// One helper takes two locks that it is given, in that order.
static void take_both(Draft *draft, bool is_inverted) {
    VariableId locks[2] = {new_lock(draft, "a"), new_lock(draft, "b")};
    FunctionId take = define(draft, "take", 2, type_pointer);
    for (uint32_t i = 0; i < 2; i++) lock(draft, value(draft, parameter(draft, i)));
    for (uint32_t i = 2; i-- > 0;) unlock(draft, value(draft, parameter(draft, i)));
    leave(draft);
    FunctionId tasks[2];
    for (int i = 0; i < 2; i++) {
        tasks[i] = define(draft, i ? "two" : "one", 1, type_pointer);
        int first = is_inverted ? i : 0;
        call(draft, take, at(draft, locks[first]), at(draft, locks[!first]));
        leave(draft);
    }
    define(draft, "main", 0, type_int);
    for (int i = 0; i < 2; i++) spawn(draft, tasks[i], 0);
    leave(draft);
}
static void helper_ordered(Draft *draft) {
    take_both(draft, false);
}
static void helper_inverted(Draft *draft) {
    take_both(draft, true);
}

// if (x) spawn a sender; if (y) receive.
static void two_branches(Draft *draft, bool is_same) {
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "c", type_pointer);
    FunctionId sender = define(draft, "sender", 1, type_pointer);
    send(draft, channel);
    leave(draft);
    define(draft, "main", 0, type_int);
    VariableId x = local(draft, type_int), y = local(draft, type_int);
    new_channel(draft, number(draft, 0), channel);
    set(draft, x, opaque(draft));
    set(draft, y, is_same ? value(draft, x) : opaque(draft));
    NodeId first = branch(draft, value(draft, x));
    spawn(draft, sender, 0);
    otherwise_here(draft, first);
    NodeId second = branch(draft, compare(draft, value(draft, y), OPERATOR_NOT_EQUAL, number(draft, 0)));
    receive(draft, channel, 0);
    otherwise_here(draft, second);
    leave(draft);
}
static void branches_correlated(Draft *draft) {
    two_branches(draft, true);
}
static void branches_free(Draft *draft) {
    two_branches(draft, false);
}

// while (receive(c) == 0); main sends n times, and closes or not.
static void drain(Draft *draft, bool closes) {
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "c", type_pointer);
    FunctionId reader = define(draft, "reader", 1, type_pointer);
    VariableId got = variable(draft, VARIABLE_TEMPORARY, "", type_int);
    NodeId head = add(draft, (Node){.kind = NODE_NOP, .is_loop_head = true});
    receive(draft, channel, got);
    NodeId asked = branch(draft, compare(draft, value(draft, got), OPERATOR_EQUAL, number(draft, 0)));
    node_at(draft, asked)->next = head;
    otherwise_here(draft, asked);
    leave(draft);
    define(draft, "main", 1, type_int);
    new_channel(draft, value(draft, parameter(draft, 0)), channel);
    spawn(draft, reader, 0);
    Turn turn = open_loop(draft, OPERATOR_LESS, parameter(draft, 0));
    send(draft, channel);
    close_loop(draft, turn);
    if (closes) event(draft, simple("close", EVENT_CLOSE, OBJECT_CHANNEL, BLOCKING_NEVER), 0, value(draft, channel), 0);
    leave(draft);
}
static void drain_closed(Draft *draft) {
    drain(draft, true);
}
static void drain_open(Draft *draft) {
    drain(draft, false);
}

// Unlocks after a trylock: only where it succeeded, or always.
static void try_lock(Draft *draft, bool asks) {
    VariableId mutex = new_lock(draft, "m");
    define(draft, "main", 0, type_int);
    VariableId got = variable(draft, VARIABLE_TEMPORARY, "", type_int);
    event(draft, simple("trylock", EVENT_LOCK, OBJECT_MUTEX, BLOCKING_NEVER), got, at(draft, mutex), 0);
    NodeId asked = 0;
    if (asks) asked = branch(draft, compare(draft, value(draft, got), OPERATOR_EQUAL, number(draft, 0)));
    unlock(draft, at(draft, mutex));
    if (asks) otherwise_here(draft, asked);
    leave(draft);
}
static void try_lock_asks(Draft *draft) {
    try_lock(draft, true);
}
static void try_lock_blind(Draft *draft) {
    try_lock(draft, false);
}

static void recursion(Draft *draft) {
    VariableId mutex = new_lock(draft, "m");
    FunctionId again = define(draft, "again", 0, type_int);
    lock(draft, at(draft, mutex));
    unlock(draft, at(draft, mutex));
    call(draft, again, 0, 0);
    leave(draft);
    define(draft, "main", 0, type_int);
    call(draft, again, 0, 0);
    leave(draft);
}

static void unknown_call(Draft *draft) {
    VariableId mutex = new_lock(draft, "m");
    define(draft, "main", 1, type_pointer);
    lock(draft, at(draft, mutex));
    add(draft, (Node){.kind = NODE_CALL, .callee = value(draft, parameter(draft, 0))});
    unlock(draft, at(draft, mutex));
    leave(draft);
}

// A lock in each object of a kind; with `nested` it is held while a channel waits.
static void many_locks(Draft *draft, bool nested) {
    Api allocate = {
        .function = "allocate", .event = EVENT_ALLOCATE, .operands = {[OPERAND_OBJECT] = {SOURCE_RESULT, 0, 0}}};
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "c", type_pointer);
    FunctionId user = define(draft, "user", 1, type_pointer);
    lock(draft, value(draft, parameter(draft, 0)));
    if (nested) send(draft, channel);
    unlock(draft, value(draft, parameter(draft, 0)));
    leave(draft);
    define(draft, "main", 1, type_int);
    new_channel(draft, number(draft, 0), channel);
    VariableId made = variable(draft, VARIABLE_TEMPORARY, "", type_pointer);
    Turn turn = open_loop(draft, OPERATOR_LESS, parameter(draft, 0));
    event(draft, allocate, made, 0, 0);
    spawn(draft, user, value(draft, made));
    call(draft, user, value(draft, made), 0);
    if (nested) receive(draft, channel, 0);
    close_loop(draft, turn);
    leave(draft);
}
static void many_leaf_locks(Draft *draft) {
    many_locks(draft, false);
}
static void many_nested_locks(Draft *draft) {
    many_locks(draft, true);
}

static ExprId element(Draft *draft, VariableId array, ExprId index, uint64_t size) {
    return expr(draft, (Expr){.kind = EXPR_ELEMENT,
                              .type = type_pointer,
                              .left = at(draft, array),
                              .right = index,
                              .constant = (int64_t)size});
}
static ExprId element_value(Draft *draft, VariableId array, int64_t index) {
    ExprId place = element(draft, array, number(draft, index), type_int.size);
    return expr(draft, (Expr){.kind = EXPR_LOAD, .type = type_int, .left = place});
}

// counts[p0] = p1: counts[0] sends, and as many receives as an element says that this may not have set.
static void counts_in_array(Draft *draft, bool is_indexed) {
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "c", type_pointer);
    VariableId counts = variable(draft, VARIABLE_GLOBAL, "counts", (ValueType){TYPE_AGGREGATE, false, false, 8});
    FunctionId sender = define(draft, "sender", 0, type_int);
    send(draft, channel);
    leave(draft);
    define(draft, "main", 2, type_int);
    VariableId sent = local(draft, type_int), received = local(draft, type_int);
    new_channel(draft, number(draft, 0), channel);
    Node store = {.kind = NODE_ASSIGN, .type = type_int};
    store.target =
        element(draft, counts, is_indexed ? value(draft, parameter(draft, 0)) : number(draft, 0), type_int.size);
    store.value = value(draft, parameter(draft, 1));
    add(draft, store);
    set(draft, sent, element_value(draft, counts, 0));
    set(draft, received, element_value(draft, counts, is_indexed));
    Turn turn = open_loop(draft, OPERATOR_LESS, sent);
    spawn(draft, sender, 0);
    close_loop(draft, turn);
    turn = open_loop(draft, OPERATOR_LESS, received);
    receive(draft, channel, 0);
    close_loop(draft, turn);
    leave(draft);
}
static void count_in_array(Draft *draft) {
    counts_in_array(draft, false);
}
static void count_at_any_index(Draft *draft) {
    counts_in_array(draft, true);
}

// Three wait for what one sends to all who wait.
static void send_to_all(Draft *draft, bool again) {
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "news", type_pointer);
    FunctionId reader = define(draft, "reader", 0, type_int);
    receive(draft, channel, 0);
    leave(draft);
    define(draft, "main", 1, type_int);
    new_channel(draft, number(draft, 0), channel);
    for (int i = 0; i < 3; i++) spawn(draft, reader, 0);
    Api api = simple("send_to_all", EVENT_SEND, OBJECT_CHANNEL, BLOCKING_NEVER);
    api.serves_all = true;
    NodeId head = add(draft, (Node){.kind = NODE_NOP, .is_loop_head = true});
    event(draft, api, 0, value(draft, channel), 0);
    if (again) node_at(draft, next_id(draft) - 1)->next = head;
    leave(draft);
}
static void sent_to_all(Draft *draft) {
    send_to_all(draft, false);
}
static void sent_to_all_again(Draft *draft) {
    send_to_all(draft, true);
}

static const Case cases[] = {
    {"n sends, n receives", fan_in_equal, MARKING_SAFE_ALL},
    {"n sends, n + 1 receives", fan_in_one_more, MARKING_CANDIDATE},
    {"helper with locks in one order", helper_ordered, MARKING_SAFE_ALL},
    {"helper with locks in two orders", helper_inverted, MARKING_CANDIDATE},
    {"one value asked twice", branches_correlated, MARKING_SAFE_ALL},
    {"two values", branches_free, MARKING_CANDIDATE},
    {"reader until the close", drain_closed, MARKING_SAFE_ALL},
    {"reader without a close", drain_open, MARKING_CANDIDATE},
    {"unlock where trylock succeeded", try_lock_asks, MARKING_SAFE_ALL},
    {"unlock whatever trylock said", try_lock_blind, MARKING_UNVERIFIED},
    {"recursion", recursion, MARKING_UNVERIFIED},
    {"unknown call under a lock", unknown_call, MARKING_UNVERIFIED},
    {"sent once to all who wait by then", sent_to_all, MARKING_CANDIDATE},
    {"sent again and again to all who wait", sent_to_all_again, MARKING_SAFE_ALL},
    {"leaf locks of many objects", many_leaf_locks, MARKING_SAFE_ALL},
    {"locks of many objects over a wait", many_nested_locks, MARKING_CANDIDATE},
    {"counts from one element of an array", count_in_array, MARKING_SAFE_ALL},
    {"counts from elements, one of which was set", count_at_any_index, MARKING_CANDIDATE},
};

int main(int count, char **arguments) {
    return draft_check_all(cases, sizeof cases / sizeof *cases, count, arguments);
}
