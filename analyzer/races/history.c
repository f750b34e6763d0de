// SPDX-License-Identifier: MIT
// Forward data flow: a node has passed what all ways to it have passed; a call passes what all ways out of all its
// callees pass. Bottom-up for calls, top-down for what callers have passed.
#include "races/history.h"

#include "link/control_flow.h"

#include <string.h>

enum { MOST_OBJECTS = 64, MOST_STARTERS = 8 };

struct RaceHistory {
    Pointee objects[MOST_OBJECTS];
    uint32_t count;
    ObjectBits **passed;                // per function, per node, since the function was entered; NULL: not defined
    ObjectBits *at_exit;                // per function
    ObjectBits **at_entry, **inside_of; // per task, per function; NULL until asked for
};

static void add_object(struct RaceHistory *history, const RaceSearch *search, PointeeSet set) {
    bool is_one = set.count == 1 && !set.has_unknown && points_to_is_single(search->points_to, set.items[0]);
    if (!is_one || history->count == MOST_OBJECTS) return;
    for (uint32_t i = 0; i < history->count; i++)
        if (history->objects[i].site == set.items[0].site && history->objects[i].offset == set.items[0].offset) return;
    history->objects[history->count++] = set.items[0];
}

static void find_objects(RaceSearch *search, struct RaceHistory *history) {
    const Program *program = search->program;
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        for (NodeId node = 1; node < function->node_count; node++) {
            if (function->nodes[node].kind != NODE_EVENT) continue;
            EventKind event = program_api(program, function->nodes[node].api)->event;
            if (event == EVENT_ONCE)
                add_object(history, search, points_to_of_operand(search->points_to, id, node, OPERAND_OBJECT));
            if (event != EVENT_SPAWN) continue;
            HeldLocks held = locksets_at(search->locksets, id, node);
            for (uint32_t i = 0; i < held.must_count; i++)
                add_object(history, search, term_pointees(search->locksets->terms, held.must[i].lock));
        }
    }
}

static ObjectBits bit_of(const struct RaceHistory *history, PointeeSet set) {
    for (uint32_t i = 0; set.count == 1 && !set.has_unknown && i < history->count; i++)
        if (history->objects[i].site == set.items[0].site && history->objects[i].offset == set.items[0].offset)
            return (ObjectBits)1 << i;
    return 0;
}

// ---- one function

static ObjectBits passed_by_call(const RaceSearch *search, const struct RaceHistory *history, FunctionId id,
                                 NodeId node) {
    FunctionSet callees = points_to_callees(search->points_to, id, node);
    ObjectBits all = callees.has_unknown || !callees.count ? 0 : ~(ObjectBits)0;
    for (uint32_t i = 0; i < callees.count; i++) all &= history->at_exit[callees.items[i]];
    return all;
}

static ObjectBits passed_at(const RaceSearch *search, const struct RaceHistory *history, FunctionId id, NodeId node) {
    const Node *at = &program_function(search->program, id)->nodes[node];
    if (at->kind == NODE_CALL) return passed_by_call(search, history, id, node);
    if (at->kind != NODE_EVENT) return 0;
    const Api *api = program_api(search->program, at->api);
    bool is_lock = api->event == EVENT_LOCK && api->blocking == BLOCKING_FOREVER;
    if (!is_lock && api->event != EVENT_ONCE) return 0;
    return bit_of(history, points_to_of_operand(search->points_to, id, node, OPERAND_OBJECT));
}

static void follow_function(RaceSearch *search, struct RaceHistory *history, FunctionId id) {
    const Function *function = program_function(search->program, id);
    uint32_t count = function->node_count;
    ObjectBits *passed = history->passed[id] = arena_new_array(search->arena, ObjectBits, count + 1);
    ObjectBits at_exit = ~(ObjectBits)0;
    Arena *scratch = arena_create();
    NodeId *stack = arena_new_array(scratch, NodeId, count + 1);
    bool *is_waiting = arena_new_array(scratch, bool, count + 1), *is_seen = arena_new_array(scratch, bool, count + 1);
    uint32_t depth = 0;
    memset(passed, 0xff, count * sizeof *passed);
    passed[function->entry] = 0;
    stack[depth++] = function->entry;
    is_waiting[function->entry] = is_seen[function->entry] = true;
    while (depth) {
        NodeId node = stack[--depth];
        is_waiting[node] = false;
        ObjectBits after = passed[node] | passed_at(search, history, id, node);
        if (function->nodes[node].kind == NODE_RETURN) at_exit &= after;
        for (uint32_t i = 0; i < control_flow_way_count(&function->nodes[node]); i++) {
            NodeId next = control_flow_way(&function->nodes[node], i);
            if (!next || (is_seen[next] && (passed[next] & after) == passed[next])) continue;
            passed[next] &= after;
            is_seen[next] = true;
            if (!is_waiting[next]) stack[depth++] = next;
            is_waiting[next] = true;
        }
    }
    history->at_exit[id] = at_exit;
    arena_destroy(scratch);
}

static struct RaceHistory *history_of(RaceSearch *search) {
    if (search->history) return search->history;
    struct RaceHistory *history = search->history = arena_new(search->arena, struct RaceHistory);
    uint32_t functions = search->program->functions.count, tasks = task_tree_count(search->tasks);
    find_objects(search, history);
    history->passed = arena_new_array(search->arena, ObjectBits *, functions + 1);
    history->at_exit = arena_new_array(search->arena, ObjectBits, functions + 1);
    history->at_entry = arena_new_array(search->arena, ObjectBits *, tasks + 1);
    history->inside_of = arena_new_array(search->arena, ObjectBits *, tasks + 1);
    FunctionList order = call_graph_bottom_up(search->calls);
    for (uint32_t i = 0; history->count && i < order.count; i++)
        if (program_function(search->program, order.items[i])->is_defined)
            follow_function(search, history, order.items[i]);
    return history;
}

// ---- what callers have passed

static bool is_start(const RaceSearch *search, TaskClassId task, FunctionId id) {
    const TaskClass *class = task_tree_class(search->tasks, task);
    if (points_to_is_callback(search->points_to, id) || runner_is_callback(search, task, id)) return true;
    return class->entry ? class->entry == id : program_function(search->program, id)->is_exported;
}

static bool is_once(const RaceSearch *search, CallSite site) {
    const Node *node = &program_function(search->program, site.function)->nodes[site.node];
    return node->kind == NODE_EVENT && program_api(search->program, node->api)->event == EVENT_ONCE;
}

// Of what all callers say: what they have passed, or the onces that they call from.
static ObjectBits united_callers(const RaceSearch *search, TaskClassId task, FunctionId id, const ObjectBits *known,
                                 bool is_inside) {
    const struct RaceHistory *history = search->history;
    CallSiteList callers = call_graph_callers(search->calls, id);
    ObjectBits all = ~(ObjectBits)0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < callers.count; i++) {
        CallSite site = callers.items[i];
        if (!task_tree_runs(search->tasks, task, site.function)) continue;
        ObjectBits here = known[site.function];
        if (!is_inside) here |= history->passed[site.function][site.node];
        if (is_inside && is_once(search, site))
            here |= bit_of(history, points_to_of_operand(search->points_to, site.function, site.node, OPERAND_OBJECT));
        all &= here;
        count++;
    }
    return count ? all : 0;
}

static const ObjectBits *from_callers(RaceSearch *search, TaskClassId task, bool is_inside) {
    struct RaceHistory *history = history_of(search);
    ObjectBits **known = is_inside ? &history->inside_of[task] : &history->at_entry[task];
    if (*known) return *known;
    *known = arena_new_array(search->arena, ObjectBits, search->program->functions.count + 1);
    FunctionList order = call_graph_bottom_up(search->calls); // in recursion, callers that come later know nothing
    for (uint32_t i = order.count; history->count && i-- > 0;) {
        FunctionId id = order.items[i];
        if (!is_start(search, task, id)) (*known)[id] = united_callers(search, task, id, *known, is_inside);
    }
    return *known;
}

// ---- answers

ObjectBits history_bit(RaceSearch *search, Pointee object) {
    return bit_of(history_of(search), (PointeeSet){.items = &object, .count = 1});
}

ObjectBits history_of_task(RaceSearch *search, TaskClassId task, CallSite site) {
    const struct RaceHistory *history = history_of(search);
    if (!history->count || !history->passed[site.function]) return 0;
    return from_callers(search, task, false)[site.function] | history->passed[site.function][site.node];
}

static ObjectBits passed_before_start(RaceSearch *search, TaskClassId ancestor, TaskClassId task, uint32_t depth) {
    CallSite spawn = task_tree_class(search->tasks, task)->spawn;
    TaskClassList parents = task_tree_runners(search->tasks, spawn.function);
    ObjectBits all = parents.count && depth ? ~(ObjectBits)0 : 0;
    for (uint32_t i = 0; i < parents.count && all; i++) {
        if (parents.items[i] == ancestor || parents.items[i] == task) return 0;
        all &= history_of_task(search, parents.items[i], spawn) |
               passed_before_start(search, ancestor, parents.items[i], depth - 1);
    }
    return all;
}

ObjectBits history_since(RaceSearch *search, TaskClassId ancestor, TaskClassId task, CallSite site) {
    return history_of_task(search, task, site) | passed_before_start(search, ancestor, task, MOST_STARTERS);
}

ObjectBits history_inside(RaceSearch *search, TaskClassId task, FunctionId function) {
    if (!history_of(search)->count) return 0;
    return from_callers(search, task, true)[function];
}
