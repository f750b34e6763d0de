// SPDX-License-Identifier: MIT
// Programs of a few nodes each, through points-to, slicing and net_build to a verdict.
#include "solver/marking.h"
#include "solver/net_build.h"

#include <stdio.h>
#include <string.h>

enum { NODES = 64 };

typedef struct Draft {
    Program *program;
    FunctionId function; // the open one
} Draft;

static const ValueType type_int = {TYPE_SIGNED, false, false, 4}, type_pointer = {TYPE_POINTER, false, false, 8};

static ExprId expr(Draft *draft, Expr made) {
    return program_add_expr(draft->program, made);
}
static ExprId number(Draft *draft, int64_t value) {
    return expr(draft, (Expr){.kind = EXPR_CONSTANT, .type = type_int, .constant = value});
}
static ExprId at(Draft *draft, VariableId variable) {
    return expr(draft, (Expr){.kind = EXPR_VARIABLE_ADDRESS, .type = type_pointer, .reference = variable});
}
static ExprId value(Draft *draft, VariableId variable) {
    ValueType type = program_variable(draft->program, variable)->type;
    return expr(draft, (Expr){.kind = EXPR_LOAD, .type = type, .left = at(draft, variable)});
}
static ExprId code(Draft *draft, FunctionId function) {
    return expr(draft, (Expr){.kind = EXPR_FUNCTION_ADDRESS, .type = type_pointer, .reference = function});
}
static ExprId opaque(Draft *draft) {
    return expr(draft, (Expr){.kind = EXPR_OPAQUE, .type = type_int, .name = "test"});
}
static ExprId compare(Draft *draft, ExprId left, Operator operator_, ExprId right) {
    return expr(draft,
                (Expr){.kind = EXPR_BINARY, .operator_ = operator_, .type = type_int, .left = left, .right = right});
}

static VariableId variable(Draft *draft, VariableKind kind, const char *name, ValueType type) {
    Variable made = {.name = name, .kind = kind, .type = type, .size = type.size, .type_name = ""};
    if (kind == VARIABLE_GLOBAL)
        made.symbol = name;
    else
        made.function = draft->function;
    made.is_address_taken = type.kind == TYPE_AGGREGATE;
    return program_add_variable(draft->program, made);
}
static VariableId local(Draft *draft, ValueType type) {
    return variable(draft, VARIABLE_LOCAL, "x", type);
}
static VariableId new_lock(Draft *draft, const char *name) {
    return variable(draft, VARIABLE_GLOBAL, name, (ValueType){TYPE_AGGREGATE, false, false, 40});
}

static FunctionId define(Draft *draft, const char *name, uint32_t parameters, ValueType type) {
    Function function = {.name = name, .symbol = name, .is_defined = true, .entry = 1, .node_count = 1};
    function.is_entry = function.is_exported = strcmp(name, "main") == 0;
    function.nodes = arena_new_array(draft->program->arena, Node, NODES);
    function.parameters = arena_new_array(draft->program->arena, VariableId, 4);
    draft->function = program_add_function(draft->program, function);
    Function *made = &draft->program->functions.items[draft->function];
    for (; made->parameter_count < parameters; made->parameter_count++)
        made->parameters[made->parameter_count] = variable(draft, VARIABLE_PARAMETER, "p", type);
    return draft->function;
}
static VariableId parameter(Draft *draft, uint32_t index) {
    return program_function(draft->program, draft->function)->parameters[index];
}

// Nodes follow one another unless they say otherwise.
static NodeId add(Draft *draft, Node node) {
    Function *function = &draft->program->functions.items[draft->function];
    NodeId id = function->node_count++;
    node.place = (Place){1, id, 1};
    if (!node.next && node.kind != NODE_RETURN) node.next = id + 1;
    function->nodes[id] = node;
    return id;
}
static Node *node_at(Draft *draft, NodeId id) {
    return &draft->program->functions.items[draft->function].nodes[id];
}
static NodeId next_id(Draft *draft) {
    return program_function(draft->program, draft->function)->node_count;
}
static void set(Draft *draft, VariableId target, ExprId source) {
    add(draft, (Node){.kind = NODE_ASSIGN,
                      .target = at(draft, target),
                      .value = source,
                      .type = program_variable(draft->program, target)->type});
}
static void leave(Draft *draft) {
    add(draft, (Node){.kind = NODE_RETURN});
}
static NodeId branch(Draft *draft, ExprId condition) {
    return add(draft, (Node){.kind = NODE_BRANCH, .value = condition});
}
static void otherwise_here(Draft *draft, NodeId id) {
    node_at(draft, id)->otherwise = next_id(draft);
}

static ExprId *list(Draft *draft, ExprId first, ExprId second) {
    ExprId *items = arena_new_array(draft->program->arena, ExprId, 2);
    items[0] = first;
    items[1] = second;
    return items;
}
static void call(Draft *draft, FunctionId callee, ExprId first, ExprId second) {
    add(draft, (Node){.kind = NODE_CALL,
                      .callee = code(draft, callee),
                      .arguments = list(draft, first, second),
                      .argument_count = second  ? 2
                                        : first ? 1
                                                : 0});
}
static NodeId event(Draft *draft, Api api, VariableId result, ExprId first, ExprId second) {
    api.library = "test";
    return add(draft, (Node){.kind = NODE_EVENT,
                             .api = program_add_api(draft->program, &api),
                             .result = result,
                             .arguments = list(draft, first, second),
                             .argument_count = second  ? 2
                                               : first ? 1
                                                       : 0});
}

#define ON_FIRST .operands[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}
static const Api api_make = {
    .function = "make",
    .event = EVENT_MAKE,
    .object = OBJECT_CHANNEL,
    .rules = {.is_closable = true,
              .blocked_receivers = CLOSE_FAILS,
              .drains = true,
              .blocked_senders = CLOSE_FAILS,
              .blocked_buffered_receivers = CLOSE_FAILS,
              .blocked_buffered_senders = CLOSE_FAILS,
              .later_send_fails = true},
    .operands = {[OPERAND_OBJECT] = {SOURCE_RESULT, 0, 0}, [OPERAND_CAPACITY] = {SOURCE_ARGUMENT, 0, 0}}};
static const Api api_spawn = {.function = "spawn",
                              .event = EVENT_SPAWN,
                              .object = OBJECT_TASK,
                              .domain = DOMAIN_PREEMPTIVE,
                              .operands = {[OPERAND_OBJECT] = {SOURCE_RESULT, 0, 0},
                                           [OPERAND_FUNCTION] = {SOURCE_ARGUMENT, 0, 0},
                                           [OPERAND_ARGUMENT] = {SOURCE_ARGUMENT, 1, 0}}};

static Api simple(const char *name, EventKind kind, ObjectKind object, Blocking blocking) {
    Api api = {.function = name, .event = kind, .object = object, .blocking = blocking, ON_FIRST};
    api.outcomes[OUTCOME_OK] = (Outcome){true, true, 0};
    if (kind == EVENT_SEND || kind == EVENT_RECEIVE) api.outcomes[OUTCOME_CLOSED] = (Outcome){true, true, -1};
    if (kind == EVENT_LOCK && blocking == BLOCKING_NEVER) api.outcomes[OUTCOME_BUSY] = (Outcome){true, true, 16};
    return api;
}
static void send(Draft *draft, VariableId channel) {
    event(draft, simple("send", EVENT_SEND, OBJECT_CHANNEL, BLOCKING_FOREVER), 0, value(draft, channel), 0);
}
static void receive(Draft *draft, VariableId channel, VariableId result) {
    event(draft, simple("receive", EVENT_RECEIVE, OBJECT_CHANNEL, BLOCKING_FOREVER), result, value(draft, channel), 0);
}
static void lock(Draft *draft, ExprId object) {
    event(draft, simple("lock", EVENT_LOCK, OBJECT_MUTEX, BLOCKING_FOREVER), 0, object, 0);
}
static void unlock(Draft *draft, ExprId object) {
    event(draft, simple("unlock", EVENT_UNLOCK, OBJECT_MUTEX, BLOCKING_NEVER), 0, object, 0);
}
static void spawn(Draft *draft, FunctionId entry, ExprId argument) {
    event(draft, api_spawn, 0, code(draft, entry), argument);
}
static VariableId new_channel(Draft *draft, ExprId capacity, VariableId global) {
    VariableId made = variable(draft, VARIABLE_TEMPORARY, "", type_pointer);
    event(draft, api_make, made, capacity, 0);
    set(draft, global, value(draft, made));
    return global;
}

// for (i = 0; i `comparison` bound; i++); the body goes between open and close.
typedef struct Turn {
    NodeId head, branch;
    VariableId counter;
} Turn;
static Turn open_loop(Draft *draft, Operator comparison, VariableId bound) {
    Turn turn = {.counter = local(draft, type_int)};
    set(draft, turn.counter, number(draft, 0));
    turn.head = add(draft, (Node){.kind = NODE_NOP, .is_loop_head = true});
    turn.branch = branch(draft, compare(draft, value(draft, turn.counter), comparison, value(draft, bound)));
    return turn;
}
static void close_loop(Draft *draft, Turn turn) {
    set(draft, turn.counter, compare(draft, value(draft, turn.counter), OPERATOR_ADD, number(draft, 1)));
    node_at(draft, next_id(draft) - 1)->next = turn.head;
    otherwise_here(draft, turn.branch);
}

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

// A task of a preemptive library, started by a handle that is kept.
static VariableId start(Draft *draft, FunctionId entry) {
    VariableId made = variable(draft, VARIABLE_TEMPORARY, "", type_pointer);
    VariableId handle = local(draft, type_pointer);
    event(draft, api_spawn, made, code(draft, entry), 0);
    set(draft, handle, value(draft, made));
    return handle;
}
static void join(Draft *draft, VariableId handle) {
    event(draft, simple("join", EVENT_JOIN, OBJECT_TASK, BLOCKING_FOREVER), 0, value(draft, handle), 0);
}
static void cancel(Draft *draft, VariableId handle, bool ends) {
    Api api = simple("cancel", EVENT_CANCEL, OBJECT_TASK, BLOCKING_NEVER);
    api.ends_task = ends;
    event(draft, api, 0, value(draft, handle), 0);
}
// A receive that can be canceled; nobody ever sends.
static void wait_in_vain(Draft *draft, VariableId channel, VariableId result) {
    Api api = simple("receive_or_end", EVENT_RECEIVE, OBJECT_CHANNEL, BLOCKING_FOREVER);
    api.outcomes[OUTCOME_CANCELED] = (Outcome){true, true, -2};
    event(draft, api, result, value(draft, channel), 0);
}

// main cancels a task that waits for ever, and waits for its end.
static void canceled(Draft *draft, bool ends, bool waits_again) {
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "never", type_pointer);
    FunctionId worker = define(draft, "worker", 0, type_int);
    wait_in_vain(draft, channel, 0);
    if (waits_again) receive(draft, channel, 0); // cannot be canceled
    leave(draft);
    define(draft, "main", 0, type_int);
    new_channel(draft, number(draft, 0), channel);
    VariableId handle = start(draft, worker);
    cancel(draft, handle, ends);
    join(draft, handle);
    leave(draft);
}
static void cancel_ends(Draft *draft) {
    canceled(draft, true, false);
}
static void cancel_tells(Draft *draft) {
    canceled(draft, false, false);
}
static void cancel_ends_before(Draft *draft) {
    canceled(draft, true, true);
}
static void cancel_told_in_vain(Draft *draft) {
    canceled(draft, false, true);
}
static void cancel_under_lock(Draft *draft) {
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "never", type_pointer), mutex = new_lock(draft, "m");
    FunctionId worker = define(draft, "worker", 0, type_int);
    lock(draft, at(draft, mutex));
    wait_in_vain(draft, channel, 0);
    unlock(draft, at(draft, mutex));
    leave(draft);
    define(draft, "main", 0, type_int);
    new_channel(draft, number(draft, 0), channel);
    cancel(draft, start(draft, worker), true);
    lock(draft, at(draft, mutex));
    unlock(draft, at(draft, mutex));
    leave(draft);
}
static void cancel_of_one(Draft *draft) {
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "never", type_pointer);
    FunctionId worker = define(draft, "worker", 0, type_int);
    wait_in_vain(draft, channel, 0);
    leave(draft);
    define(draft, "main", 1, type_int);
    new_channel(draft, number(draft, 0), channel);
    VariableId handle = local(draft, type_pointer), made = variable(draft, VARIABLE_TEMPORARY, "", type_pointer);
    Turn turn = open_loop(draft, OPERATOR_LESS, parameter(draft, 0));
    event(draft, api_spawn, made, code(draft, worker), 0);
    set(draft, handle, value(draft, made));
    close_loop(draft, turn);
    cancel(draft, handle, true);
    leave(draft);
}

// n workers in a bundle wait for ever, then the bundle is closed; or waited for.
static void bundled(Draft *draft, bool closes, bool works) {
    static const Api api_bundle = {.function = "bundle",
                                   .event = EVENT_MAKE,
                                   .object = OBJECT_WAIT_GROUP,
                                   .operands = {[OPERAND_OBJECT] = {SOURCE_RESULT, 0, 0}}};
    Api spawning = api_spawn;
    spawning.operands[OPERAND_ARGUMENT].source = SOURCE_NONE;
    spawning.operands[OPERAND_GROUP] = (Operand){SOURCE_ARGUMENT, 1, 0};
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "never", type_pointer);
    FunctionId worker = define(draft, "worker", 0, type_int);
    if (!works) wait_in_vain(draft, channel, 0);
    leave(draft);
    define(draft, "main", 1, type_int);
    new_channel(draft, number(draft, 0), channel);
    VariableId bundle = local(draft, type_pointer), made = variable(draft, VARIABLE_TEMPORARY, "", type_pointer);
    event(draft, api_bundle, made, 0, 0);
    set(draft, bundle, value(draft, made));
    Turn turn = open_loop(draft, OPERATOR_LESS, parameter(draft, 0));
    event(draft, spawning, 0, code(draft, worker), value(draft, bundle));
    close_loop(draft, turn);
    EventKind kind = closes ? EVENT_CLOSE : EVENT_WAIT_GROUP;
    event(draft, simple("end", kind, OBJECT_WAIT_GROUP, BLOCKING_FOREVER), 0, value(draft, bundle), 0);
    leave(draft);
}
static void bundle_closed(Draft *draft) {
    bundled(draft, true, false);
}
static void bundle_awaited(Draft *draft) {
    bundled(draft, false, false);
}
static void bundle_works(Draft *draft) {
    bundled(draft, false, true);
}

static void wait_for_handle(Draft *draft, bool works) {
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "never", type_pointer);
    FunctionId worker = define(draft, "worker", 0, type_int);
    if (!works) wait_in_vain(draft, channel, 0);
    leave(draft);
    define(draft, "main", 0, type_int);
    new_channel(draft, number(draft, 0), channel);
    VariableId handle = start(draft, worker);
    event(draft, simple("end", EVENT_WAIT_GROUP, OBJECT_WAIT_GROUP, BLOCKING_FOREVER), 0, value(draft, handle), 0);
    cancel(draft, handle, true);
    leave(draft);
}
static void handle_awaited(Draft *draft) {
    wait_for_handle(draft, false);
}
static void handle_works(Draft *draft) {
    wait_for_handle(draft, true);
}

static void join_either(Draft *draft, bool is_stuck) {
    VariableId channel = variable(draft, VARIABLE_GLOBAL, "never", type_pointer);
    FunctionId worker = define(draft, "worker", 1, type_int);
    NodeId asking = branch(draft, value(draft, parameter(draft, 0)));
    if (is_stuck) receive(draft, channel, 0);
    leave(draft);
    otherwise_here(draft, asking);
    leave(draft);
    FunctionId begin = define(draft, "begin", 0, type_int);
    VariableId made = variable(draft, VARIABLE_TEMPORARY, "", type_pointer);
    event(draft, api_spawn, made, code(draft, worker), 0);
    add(draft, (Node){.kind = NODE_RETURN, .value = value(draft, made)});
    define(draft, "main", 0, type_int);
    new_channel(draft, number(draft, 0), channel);
    VariableId handles[2];
    for (uint32_t i = 0; i < 2; i++) {
        handles[i] = local(draft, type_pointer);
        VariableId returned = variable(draft, VARIABLE_TEMPORARY, "", type_pointer);
        NodeId calling = next_id(draft);
        call(draft, begin, 0, 0);
        node_at(draft, calling)->result = returned;
        set(draft, handles[i], value(draft, returned));
    }
    for (uint32_t i = 0; i < 2; i++) join(draft, handles[i]);
    leave(draft);
}
static void join_of_several(Draft *draft) {
    join_either(draft, false);
}
static void join_of_stuck(Draft *draft) {
    join_either(draft, true);
}

typedef struct Case {
    const char *name;
    void (*write)(Draft *draft);
    MarkingVerdict verdict;
} Case;

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
    {"leaf locks of many objects", many_leaf_locks, MARKING_SAFE_ALL},
    {"locks of many objects over a wait", many_nested_locks, MARKING_CANDIDATE},
    {"canceled where it waits: ends", cancel_ends, MARKING_SAFE_ALL},
    {"canceled where it waits: told", cancel_tells, MARKING_SAFE_ALL},
    {"ended before it waits in vain", cancel_ends_before, MARKING_SAFE_ALL},
    {"told, then waits where no cancel reaches", cancel_told_in_vain, MARKING_CANDIDATE},
    {"canceled with a lock", cancel_under_lock, MARKING_CANDIDATE},
    {"one of n is canceled", cancel_of_one, MARKING_CANDIDATE},
    {"bundle closed", bundle_closed, MARKING_SAFE_ALL},
    {"bundle awaited", bundle_awaited, MARKING_CANDIDATE},
    {"bundle of tasks that end", bundle_works, MARKING_SAFE_ALL},
    {"task awaited as a bundle", handle_awaited, MARKING_CANDIDATE},
    {"task that ends, awaited as a bundle", handle_works, MARKING_SAFE_ALL},
    {"join of tasks from one place", join_of_several, MARKING_SAFE_ALL},
    {"join of a task that waits for ever", join_of_stuck, MARKING_CANDIDATE},
};

static int check(const Case *expected, bool slices, bool prints) {
    Arena *arena = arena_create();
    Draft draft = {program_create(arena), 0};
    program_add_file(draft.program, (SourceFile){.path = "t.c"});
    expected->write(&draft);
    PointsTo *points_to = points_to_solve(draft.program, arena, 1000000);
    Relevance *relevance = slices ? relevance_compute(draft.program, points_to, arena) : NULL;
    FunctionId root = program_find_function(draft.program, "main");
    Net *net = net_build(draft.program, points_to, relevance, &root, 1, expected->name, arena);
    MarkingResult result = marking_decide(net, &(MarkingQuestion){0}, arena);
    bool is_good = result.verdict == expected->verdict;
    if (!is_good || prints) {
        Text text = {0};
        net_print(net, &text);
        printf("%s%s: expected %s, got %s (%s)\n%s", expected->name, slices ? ", sliced" : "",
               marking_verdict_name(expected->verdict), marking_verdict_name(result.verdict),
               result.reason ? result.reason : "no reason", text_value(&text));
        text_free(&text);
    }
    arena_destroy(arena);
    return !is_good;
}

int main(int count, char **arguments) {
    bool prints = count > 1 && strcmp(arguments[1], "-v") == 0;
    int failures = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        failures += check(&cases[i], false, prints);
        failures += check(&cases[i], true, prints);
    }
    return failures != 0;
}
