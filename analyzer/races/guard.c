// SPDX-License-Identifier: MIT
// Whether memory that other tasks write decides if an access happens, or where:
// tests that it is control-dependent on, spins that end before it, and pointers
// that it is reached through; the same for the starts of its task. A test that
// only ends the loop around the access does not count: such a flag stops work
// that goes on from the start.
#include "link/control_flow.h"
#include "races/search.h"

#include <string.h>

enum { MOST_DEPTH = 3, MOST_LOOKS = 4000 };

typedef struct Guard {
    RaceSearch *search;
    bool is_own_kind; // both begin with one function: what its argument selects may be done by one of them alone
    bool is_dispatch; // looks at what selects one of several
    const RaceSide *side, *other;
    bool is_address; // looks at what leads to the memory: whoever writes that
    TaskClassId task;
    CallSite place; // the access, or the start of its task
    CallSite at;    // the place, or a call that leads to it
    uint32_t looks;
    bool is_found;
} Guard;

static bool meets(const Touch *write, int64_t offset) {
    if (offset < 0 || write->at.offset < 0 || write->at.offset == offset) return true;
    bool is_behind = offset > write->at.offset;
    return is_behind && (!write->bytes || write->at.offset + (int64_t)write->bytes > offset);
}

static bool may_meet_writer(const Guard *guard, const MemoryAccess *write) {
    const TaskList *runners = &guard->search->runners[write->function];
    CallSite place = place_of_access(write), at = guard->at.function ? guard->at : guard->place;
    bool is_flag = write->is_atomic || write->is_volatile; // may be meant to keep the two apart, each time anew
    for (uint32_t i = 0; i < runners->list.count; i++) {
        TaskClassId writer = runners->list.items[i];
        if (!tasks_may_meet(guard->search, guard->task, at, writer, place)) continue;
        if (guard->is_address || order_tells(guard->search, guard->other, guard->side, writer, place, is_flag))
            return true;
    }
    return false;
}

// Written by another task at a time when this one may be at the place, and
// after the other access: by its task, or by a third one that waits for it.
static bool is_written(Guard *guard, Pointee memory) {
    RaceSearch *search = guard->search;
    int64_t offset = points_to_element_offset(search->points_to, memory);
    for (uint32_t i = search->site_start[memory.site]; i < search->site_start[memory.site + 1]; i++) {
        const Touch *touch = &search->touches.items[i];
        const MemoryAccess *access = access_of(search, touch);
        if (access->kind != MEMORY_READ && meets(touch, offset) && may_meet_writer(guard, access)) return true;
    }
    return false;
}

static void look_at_memory(Guard *guard, FunctionId function, ExprId address) {
    PointeeSet set = points_to_of_expr(guard->search->points_to, function, address);
    for (uint32_t i = 0; i < set.count && !guard->is_found; i++) guard->is_found = is_written(guard, set.items[i]);
}

static void look_at(Guard *guard, FunctionId function, ExprId id, uint32_t depth);

static void look_at_returned(Guard *guard, FunctionId function, NodeId call, uint32_t depth) {
    FunctionSet callees = points_to_callees(guard->search->points_to, function, call);
    for (uint32_t i = 0; i < callees.count; i++) {
        const Function *callee = program_function(guard->search->program, callees.items[i]);
        for (NodeId node = 1; callee->is_defined && node < callee->node_count; node++)
            if (callee->nodes[node].kind == NODE_RETURN && callee->nodes[node].value)
                look_at(guard, callees.items[i], callee->nodes[node].value, depth);
    }
}

// What the function puts into one of its variables.
static void look_at_variable(Guard *guard, FunctionId id, VariableId variable, uint32_t depth) {
    const Program *program = guard->search->program;
    const Function *function = program_function(program, id);
    for (NodeId node = 1; node < function->node_count && !guard->is_found; node++) {
        const Node *at = &function->nodes[node];
        bool is_set = at->kind == NODE_ASSIGN && program_expr(program, at->target)->kind == EXPR_VARIABLE_ADDRESS &&
                      program_expr(program, at->target)->reference == variable;
        if (is_set) look_at(guard, id, at->value, depth);
        if (at->result != variable || !variable) continue;
        ExprId object = at->kind == NODE_EVENT ? event_operand(program, at, OPERAND_OBJECT) : 0;
        if (object) look_at_memory(guard, id, object);
        if (at->kind == NODE_CALL) look_at_returned(guard, id, node, depth);
    }
}

static bool is_argument_of_task(const Guard *guard, FunctionId function, const Variable *variable) {
    const TaskClass *class = task_tree_class(guard->search->tasks, guard->task);
    return class->spawn.function && class->entry == function && variable->kind == VARIABLE_PARAMETER;
}

static void look_at(Guard *guard, FunctionId function, ExprId id, uint32_t depth) {
    const Program *program = guard->search->program;
    if (!id || guard->is_found || ++guard->looks > MOST_LOOKS) return;
    const Expr *expr = program_expr(program, id);
    look_at(guard, function, expr->left, depth);
    look_at(guard, function, expr->right, depth);
    if (expr->kind != EXPR_LOAD || guard->is_found) return;
    const Expr *address = program_expr(program, expr->left);
    bool is_variable = address->kind == EXPR_VARIABLE_ADDRESS;
    const Variable *variable = is_variable ? program_variable(program, address->reference) : NULL;
    bool is_local = variable && variable->kind != VARIABLE_GLOBAL && variable->kind != VARIABLE_STATIC;
    if (is_local && guard->is_dispatch && is_argument_of_task(guard, function, variable)) {
        guard->is_found = true;
        return;
    }
    if (!is_local || variable->is_address_taken) look_at_memory(guard, function, expr->left);
    if (is_local && depth) look_at_variable(guard, function, address->reference, depth - 1);
}

static bool leaves_component(const ControlFlow *flow, const Node *node, uint32_t component) {
    for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
        NodeId next = control_flow_way(node, i);
        if (!next || flow->component[next] != component) return true;
    }
    return false;
}

// Tests inside the loop that ends the loop around the access.
static bool is_exit_test(const Guard *guard, const ControlFlow *flow, NodeId test) {
    const Function *function = program_function(guard->search->program, guard->at.function);
    uint32_t component = flow->component[test];
    if (!flow->is_on_cycle[test] || component != flow->component[guard->at.node]) return false;
    return leaves_component(flow, &function->nodes[test], component);
}

static void look_at_tests(Guard *guard, const ControlFlow *flow, NodeId node, bool *is_seen) {
    const Function *function = program_function(guard->search->program, guard->at.function);
    NodeList tests = control_flow_controllers(flow, node);
    for (uint32_t i = 0; i < tests.count && !guard->is_found; i++) {
        NodeId test = tests.items[i];
        if (is_seen[test]) continue;
        is_seen[test] = true;
        guard->is_dispatch = guard->is_own_kind && function->nodes[test].kind == NODE_SWITCH;
        if (!is_exit_test(guard, flow, test))
            look_at(guard, guard->at.function, function->nodes[test].value, MOST_DEPTH);
        guard->is_dispatch = false;
        look_at_tests(guard, flow, test, is_seen);
    }
}

// A loop that was left on the way here.
static void look_at_spins(Guard *guard, const ControlFlow *flow) {
    const Function *function = program_function(guard->search->program, guard->at.function);
    for (NodeId node = flow->dominator[guard->at.node]; node && !guard->is_found; node = flow->dominator[node]) {
        const Node *at = &function->nodes[node];
        bool is_test = at->kind == NODE_BRANCH || at->kind == NODE_SWITCH;
        if (!is_test || !flow->is_on_cycle[node] || flow->component[node] == flow->component[guard->at.node]) continue;
        if (leaves_component(flow, at, flow->component[node]))
            look_at(guard, guard->at.function, at->value, MOST_DEPTH);
    }
}

static void look_around(Guard *guard, CallSite at, Arena *scratch) {
    const Function *function = program_function(guard->search->program, at.function);
    guard->at = at;
    ControlFlow *flow = control_flow_build(function, NULL, scratch);
    if (!flow->is_reachable[at.node]) return;
    look_at_tests(guard, flow, at.node, arena_new_array(scratch, bool, function->node_count + 1));
    look_at_spins(guard, flow);
}

// The pointers on the way to the memory.
static void look_at_address(Guard *guard, FunctionId function, ExprId address) {
    const Expr *expr = program_expr(guard->search->program, address);
    look_at(guard, function, expr->left, MOST_DEPTH);
    look_at(guard, function, expr->right, MOST_DEPTH);
    if (expr->kind == EXPR_LOAD) look_at(guard, function, address, MOST_DEPTH);
}

static void look_at_way(Guard *guard, TaskClassId task, CallSite place, Arena *scratch) {
    guard->task = task;
    guard->place = place;
    look_around(guard, place, scratch);
    CallSiteList path = {0};
    if (!guard->is_found) task_tree_path(guard->search->tasks, task, place.function, scratch, &path);
    for (uint32_t i = 0; i < path.count && !guard->is_found; i++) look_around(guard, path.items[i], scratch);
}

// What decides whether the task, or one that starts it, is started.
static void look_at_starts(Guard *guard, TaskClassId task, uint32_t levels, Arena *scratch) {
    CallSite spawn = task_tree_class(guard->search->tasks, task)->spawn;
    if (!spawn.function || !levels || guard->is_found) return;
    TaskClassList parents = task_tree_runners(guard->search->tasks, spawn.function);
    for (uint32_t i = 0; i < parents.count && !guard->is_found; i++) {
        if (parents.items[i] == task) continue;
        look_at_way(guard, parents.items[i], spawn, scratch);
        look_at_starts(guard, parents.items[i], levels - 1, scratch);
    }
}

bool is_guarded(RaceSearch *search, const RaceSide *side, const RaceSide *other) {
    enum { MOST_LEVELS = 3 };
    Guard guard = {.search = search, .side = side, .other = other, .task = side->task};
    guard.is_own_kind =
        task_tree_class(search->tasks, side->task)->entry == task_tree_class(search->tasks, other->task)->entry;
    guard.place = place_of_access(side->access);
    guard.is_address = true;
    Arena *scratch = arena_create();
    look_at_address(&guard, side->access->function, side->access->address);
    guard.is_address = false;
    if (!guard.is_found) look_at_way(&guard, side->task, place_of_access(side->access), scratch);
    look_at_starts(&guard, side->task, MOST_LEVELS, scratch);
    arena_destroy(scratch);
    return guard.is_found || guard.looks > MOST_LOOKS;
}
