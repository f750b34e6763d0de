// SPDX-License-Identifier: MIT
#include "locksets/analysis.h"

#include <string.h>

enum { RECURSION_ROUNDS = 3 };

static bool is_lock_event(EventKind event) {
    switch (event) {
    case EVENT_LOCK:
    case EVENT_UNLOCK:
    case EVENT_WAIT:
    case EVENT_FREE_MEMORY:
    case EVENT_JOIN: return true;
    default: return false;
    }
}

static bool uses_locks(const Program *program, const Function *function) {
    for (NodeId node = 1; node < function->node_count; node++) {
        const Node *at = &function->nodes[node];
        if (at->kind == NODE_EVENT && is_lock_event(program_api(program, at->api)->event)) return true;
    }
    return false;
}

// Functions under which locks are used; callers of any of a recursive group count in every round.
static void find_relevant(LockAnalysis *analysis) {
    FunctionList order = call_graph_bottom_up(analysis->calls);
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < order.count; i++) {
            FunctionId id = order.items[i];
            bool is_relevant = uses_locks(analysis->program, program_function(analysis->program, id));
            FunctionList callees = call_graph_callees(analysis->calls, id);
            for (uint32_t k = 0; k < callees.count; k++) is_relevant |= analysis->is_relevant[callees.items[k]];
            analysis->is_relevant[id] |= is_relevant && program_function(analysis->program, id)->is_defined;
        }
    }
}

static void walk_once(LockAnalysis *analysis, FunctionId id) {
    walk_function(analysis, id);
    analysis->result->statistics.followed++;
    analysis->result->statistics.bounded += analysis->summaries[id].is_bounded;
}

// What a round before the last finds is found again.
static void walk_for_summary(LockAnalysis *analysis, FunctionId id) {
    uint32_t problems = analysis->problems.count, edges = analysis->edges.count;
    walk_function(analysis, id);
    analysis->problems.count = problems;
    analysis->edges.count = edges;
}

static void walk_all(LockAnalysis *analysis) {
    FunctionList order = call_graph_bottom_up(analysis->calls);
    for (uint32_t i = 0; i < order.count;) {
        uint32_t end = i + 1; // recursive functions stand together
        bool is_recursive = call_graph_is_recursive(analysis->calls, order.items[i]);
        while (is_recursive && end < order.count && call_graph_is_recursive(analysis->calls, order.items[end])) end++;
        for (uint32_t round = 1; is_recursive && round < RECURSION_ROUNDS; round++)
            for (uint32_t k = i; k < end; k++)
                if (analysis->is_relevant[order.items[k]]) walk_for_summary(analysis, order.items[k]);
        for (uint32_t k = i; k < end; k++)
            if (analysis->is_relevant[order.items[k]]) walk_once(analysis, order.items[k]);
        i = end;
    }
}

// ---- locks that all callers hold

static void add_held(LockAnalysis *analysis, PointeeSet *set, const NodeLocks *locks) {
    Pointee *items = arena_new_array(analysis->arena, Pointee, set->count + locks->must_count + 1);
    if (set->count) memcpy(items, set->items, set->count * sizeof *items);
    for (uint32_t i = 0; i < locks->must_count; i++) {
        PointeeSet lock = lock_objects(analysis, locks->must[i].lock, locks->must[i].site);
        if (lock.count == 1 && locks->must[i].mode == LOCK_EXCLUSIVE) items[set->count++] = lock.items[0];
    }
    set->items = items;
}

static PointeeSet held_at_call(LockAnalysis *analysis, CallSite site) {
    PointeeSet set = analysis->entry_locks[site.function];
    if (analysis->node_locks[site.function]) add_held(analysis, &set, &analysis->node_locks[site.function][site.node]);
    return set;
}

static PointeeSet common(LockAnalysis *analysis, PointeeSet left, PointeeSet right) {
    Pointee *items = arena_new_array(analysis->arena, Pointee, left.count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < left.count; i++)
        for (uint32_t k = 0; k < right.count; k++)
            if (left.items[i].site == right.items[k].site && left.items[i].offset == right.items[k].offset) {
                items[count++] = left.items[i];
                break;
            }
    return (PointeeSet){.items = items, .count = count};
}

static void find_entry_locks(LockAnalysis *analysis) {
    FunctionList order = call_graph_bottom_up(analysis->calls);
    for (uint32_t i = order.count; i-- > 0;) {
        FunctionId id = order.items[i];
        CallSiteList callers = call_graph_callers(analysis->calls, id);
        bool is_start = call_graph_spawners(analysis->calls, id).count ||
                        program_function(analysis->program, id)->is_entry ||
                        points_to_is_callback(analysis->points_to, id);
        if (is_start || !callers.count) continue;
        PointeeSet all = held_at_call(analysis, callers.items[0]);
        for (uint32_t k = 1; k < callers.count && all.count; k++)
            all = common(analysis, all, held_at_call(analysis, callers.items[k]));
        analysis->entry_locks[id] = all;
    }
}

Locksets *locksets_build(const Program *program, const PointsTo *points_to, const CallGraph *calls,
                         const TaskTree *tasks, Arena *arena) {
    uint32_t count = program->functions.count + 1;
    Locksets *result = arena_new(arena, Locksets);
    LockAnalysis *analysis = arena_new(arena, LockAnalysis);
    *analysis = (LockAnalysis){
        .program = program, .points_to = points_to, .calls = calls, .tasks = tasks, .arena = arena, .result = result};
    analysis->terms = term_table_create(program, points_to, arena);
    *result = (Locksets){
        .program = program, .points_to = points_to, .calls = calls, .tasks = tasks, .terms = analysis->terms};
    result->statistics.functions = program->functions.count - 1;
    analysis->keys = field_keys_collect(program, calls, arena);
    analysis->is_relevant = arena_new_array(arena, bool, count);
    analysis->is_kept_on_purpose = arena_new_array(arena, bool, count);
    analysis->summaries = arena_new_array(arena, Summary, count);
    analysis->node_locks = arena_new_array(arena, NodeLocks *, count);
    analysis->call_arguments = arena_new_array(arena, TermId **, count);
    analysis->entry_locks = arena_new_array(arena, PointeeSet, count);
    find_relevant(analysis);
    kinds_collect(analysis);
    walk_all(analysis);
    find_entry_locks(analysis);
    result->parallel = analysis->parallel = parallel_build(program, points_to, calls, tasks, arena);
    result->analysis = analysis;
    return result;
}

void locksets_find_problems(Locksets *locksets) {
    if (locksets->has_problems) return;
    locksets->has_problems = true;
    guard_find_waits(locksets->analysis);
    blocked_find_waits(locksets->analysis);
    problems_select(locksets->analysis);
    order_find_cycles(locksets->analysis);
}

static bool has_blocking_event(const Program *program, FunctionId id) {
    const Function *function = program_function(program, id);
    for (NodeId node = 1; node < function->node_count; node++) {
        const Node *at = &function->nodes[node];
        if (at->kind == NODE_EVENT && program_api(program, at->api)->blocking != BLOCKING_NEVER) return true;
    }
    return false;
}

bool locksets_are_needed(const Program *program, const PointsTo *points_to, const CallGraph *calls,
                         const bool *is_decided, Arena *arena) {
    LockAnalysis analysis = {.program = program, .points_to = points_to, .calls = calls, .arena = arena};
    analysis.is_relevant = arena_new_array(arena, bool, program->functions.count + 1);
    find_relevant(&analysis);
    for (FunctionId id = 1; id < program->functions.count; id++)
        if (!is_decided[id] && (analysis.is_relevant[id] || has_blocking_event(program, id))) return true;
    return guard_has_waits(&analysis);
}

HeldLocks locksets_at(const Locksets *locksets, FunctionId function, NodeId node) {
    const NodeLocks *nodes = locksets->analysis->node_locks[function];
    if (!nodes) return (HeldLocks){0};
    return (HeldLocks){nodes[node].must, nodes[node].may, nodes[node].must_count, nodes[node].may_count};
}
