// SPDX-License-Identifier: MIT
// Tasks that are canceled, bundled or joined.
#include "solver/net_build_draft.h"

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

static const Case cases[] = {
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

int main(int count, char **arguments) {
    return draft_check_all(cases, sizeof cases / sizeof *cases, count, arguments);
}
