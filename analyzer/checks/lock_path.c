// SPDX-License-Identifier: MIT
#include "checks/lock_path.h"

#include "checks/names.h"
#include "link/control_flow.h"

typedef struct Ways {
    const Inspection *inspection;
    PointeeSet lock;
    bool *may_unlock; // per function: it, or what it calls
    Arena *arena;
} Ways;

static bool unlocks_here(const Ways *ways, CallSite site) {
    const Api *api = api_at(ways->inspection->program, site);
    if (!api || api->event != EVENT_UNLOCK) return false; // a condition wait has it again when it ends
    PointeeSet given = points_to_of_operand(ways->inspection->points_to, site.function, site.node, OPERAND_OBJECT);
    return given.has_unknown || pointees_meet(&given, &ways->lock);
}

// Functions that may give the lock back, and all that call them.
static void find_unlockers(Ways *ways) {
    const Program *program = ways->inspection->program;
    ways->may_unlock = arena_new_array(ways->arena, bool, program->functions.count);
    FunctionId *stack = arena_new_array(ways->arena, FunctionId, program->functions.count + 1);
    uint32_t depth = 0;
    for (FunctionId id = 1; id < program->functions.count; id++) {
        uint32_t count = program_function(program, id)->node_count;
        for (NodeId node = 1; node < count && !ways->may_unlock[id]; node++)
            ways->may_unlock[id] = unlocks_here(ways, (CallSite){id, node});
        if (ways->may_unlock[id]) stack[depth++] = id;
    }
    while (depth) {
        CallSiteList callers = call_graph_callers(ways->inspection->calls, stack[--depth]);
        for (uint32_t i = 0; i < callers.count; i++) {
            FunctionId caller = callers.items[i].function;
            if (ways->may_unlock[caller]) continue;
            ways->may_unlock[caller] = true;
            stack[depth++] = caller;
        }
    }
}

static bool may_unlock_at(const Ways *ways, CallSite site) {
    if (unlocks_here(ways, site)) return true;
    const Node *node = &program_function(ways->inspection->program, site.function)->nodes[site.node];
    if (node->kind != NODE_CALL) return false;
    FunctionSet callees = points_to_callees(ways->inspection->points_to, site.function, site.node);
    for (uint32_t i = 0; i < callees.count; i++)
        if (ways->may_unlock[callees.items[i]]) return true;
    return false;
}

// Marks what lies ahead of `from` without passing `stop`, neither included.
static bool *ahead(const Ways *ways, const Function *function, NodeId from, NodeId stop) {
    bool *is_ahead = arena_new_array(ways->arena, bool, function->node_count);
    NodeId *stack = arena_new_array(ways->arena, NodeId, function->node_count + 1);
    uint32_t depth = 0;
    for (NodeId at = from;; at = stack[--depth]) {
        for (uint32_t i = 0; i < control_flow_way_count(&function->nodes[at]); i++) {
            NodeId next = control_flow_way(&function->nodes[at], i);
            if (!next || next == stop || next == from || is_ahead[next]) continue;
            is_ahead[next] = true;
            stack[depth++] = next;
        }
        if (!depth) return is_ahead;
    }
}

// Whether nothing between the two nodes of one function (0: its entry, its end) may give the lock back.
static bool is_straight(const Ways *ways, FunctionId id, NodeId from, NodeId to) {
    const Function *function = program_function(ways->inspection->program, id);
    NodeId start = from ? from : function->entry;
    bool *is_ahead = ahead(ways, function, start, to);
    if (!from) is_ahead[start] = start != to;
    for (NodeId node = 1; node < function->node_count; node++) {
        if (!is_ahead[node] || !may_unlock_at(ways, (CallSite){id, node})) continue;
        if (!to || ahead(ways, function, node, from)[to]) return false;
    }
    return true;
}

// From where the first chain locks, out of its calls, to the second chain's place and into its calls.
static bool is_way_straight(const Ways *ways, const LockProblem *problem) {
    for (const SiteChain *link = problem->first->inner; link; link = link->inner)
        if (!is_straight(ways, link->function, link->node, 0)) return false;
    if (!is_straight(ways, problem->function, problem->first->node, problem->second->node)) return false;
    for (const SiteChain *link = problem->second->inner; link; link = link->inner)
        if (!is_straight(ways, link->function, 0, link->node)) return false;
    return true;
}

static bool is_plain_lock(const Inspection *inspection, PointeeSet lock) {
    if (lock.count != 1 || lock.has_unknown) return false;
    const Site *site = points_to_site(inspection->points_to, lock.items[0].site);
    return site->kind == SITE_VARIABLE && points_to_is_single(inspection->points_to, lock.items[0]);
}

static bool is_local(const SiteChain *chain) {
    return !chain || !chain->inner;
}

// Where anybody may give the lock back (Plan 9), a task that did not take it may well.
static bool is_minded(const Inspection *inspection, const SiteChain *unlock) {
    const SiteChain *end = chain_end(unlock);
    const Api *api = api_at(inspection->program, (CallSite){end->function, end->node});
    return api && api->outcomes[OUTCOME_REFUSED].is_possible;
}

Certainty lock_path_certainty(const Inspection *inspection, const LockProblem *problem) {
    if (problem->kind == PROBLEM_WAIT_UNGUARDED) return CERTAINTY_FEASIBLE;
    if (problem->kind == PROBLEM_BLOCKED_HOLDING) return CERTAINTY_SUSPECTED; // who comes first is not followed
    bool is_unlock = problem->kind == PROBLEM_UNLOCK_NOT_HELD || problem->kind == PROBLEM_DOUBLE_UNLOCK;
    if (is_unlock && !is_minded(inspection, problem->second)) return CERTAINTY_SUSPECTED;
    PointeeSet lock = problem->lock ? term_pointees(inspection->locksets->terms, problem->lock) : (PointeeSet){0};
    if (!is_plain_lock(inspection, lock)) return CERTAINTY_SUSPECTED;
    if (problem->kind != PROBLEM_DOUBLE_LOCK && problem->kind != PROBLEM_READ_RECURSION)
        return is_local(problem->first) && is_local(problem->second) ? CERTAINTY_FEASIBLE : CERTAINTY_SUSPECTED;
    Ways ways = {.inspection = inspection, .lock = lock, .arena = arena_create()};
    find_unlockers(&ways);
    bool is_sure = is_way_straight(&ways, problem);
    arena_destroy(ways.arena);
    return is_sure ? CERTAINTY_FEASIBLE : CERTAINTY_SUSPECTED;
}
