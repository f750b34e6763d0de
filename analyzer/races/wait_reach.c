// SPDX-License-Identifier: MIT
#include "races/waits.h"

// ---- what may come after a place

enum { LARGEST_REACHED = 1 << 28 }; // bytes for all answers together

typedef struct Reach {
    Waiting *waiting;
    TaskClassId task;
    Arena *scratch;
    uint64_t *nodes;
    ARRAY(CallSite) stack;
    bool *is_above; // per function: the place lies in it or below
} Reach;

static void reach_node(Reach *reach, FunctionId id, NodeId node) {
    if (!node) return;
    uint32_t bit = reach->waiting->first_node[id] + node;
    if (reach->nodes[bit / 64] >> bit % 64 & 1) return;
    reach->nodes[bit / 64] |= (uint64_t)1 << bit % 64;
    array_push(&reach->stack, reach->scratch, ((CallSite){id, node}));
}

static void reach_successors(Reach *reach, CallSite site) {
    const Node *node = &program_function(reach->waiting->search->program, site.function)->nodes[site.node];
    for (uint32_t i = 0; i < control_flow_way_count(node); i++)
        reach_node(reach, site.function, control_flow_way(node, i));
}

static bool is_call(const RaceSearch *search, CallSite site) {
    const Node *node = &program_function(search->program, site.function)->nodes[site.node];
    if (node->kind == NODE_CALL) return true;
    return node->kind == NODE_EVENT && api_runs_functions(program_api(search->program, node->api));
}

static void reach_callees(Reach *reach, CallSite site) {
    RaceSearch *search = reach->waiting->search;
    if (!is_call(search, site)) return;
    FunctionSet callees = points_to_callees(search->points_to, site.function, site.node);
    for (uint32_t i = 0; i < callees.count; i++) {
        const Function *function = program_function(search->program, callees.items[i]);
        if (function->is_defined && waiting_runs(search, reach->task, callees.items[i]))
            reach_node(reach, callees.items[i], function->entry);
    }
}

// Behind the place, and behind the calls that lead to it.
static void reach_from(Reach *reach, CallSite from) {
    const RaceSearch *search = reach->waiting->search;
    ARRAY(FunctionId) above = {0};
    reach_successors(reach, from);
    array_push(&above, reach->scratch, from.function);
    reach->is_above[from.function] = true;
    for (uint32_t i = 0; i < above.count; i++) {
        CallSiteList callers = call_graph_callers(search->calls, above.items[i]);
        for (uint32_t k = 0; k < callers.count; k++) {
            FunctionId caller = callers.items[k].function;
            if (!waiting_runs(search, reach->task, caller)) continue;
            reach_successors(reach, callers.items[k]);
            if (reach->is_above[caller]) continue;
            reach->is_above[caller] = true;
            array_push(&above, reach->scratch, caller);
        }
    }
}

static void number_nodes(Waiting *waiting) {
    const Program *program = waiting->search->program;
    uint32_t count = program->functions.count;
    if (waiting->first_node) return;
    waiting->first_node = arena_new_array(waiting->search->arena, uint32_t, count + 1);
    for (FunctionId id = 1; id < count; id++)
        waiting->first_node[id + 1] = waiting->first_node[id] + program_function(program, id)->node_count;
}

// NULL: no room left.
static const uint64_t *reached_from(Waiting *waiting, TaskClassId task, CallSite from) {
    Arena *arena = waiting->search->arena;
    uint32_t count = waiting->search->program->functions.count;
    number_nodes(waiting);
    size_t words = waiting->first_node[count] / 64 + 1;
    if ((waiting->reached.count + 1) * words * sizeof(uint64_t) > LARGEST_REACHED) return NULL;
    bool is_new;
    uint32_t *number =
        pair_map_slot(&waiting->reached_numbers, arena, (uint64_t)task << 32 | from.function, from.node, &is_new);
    if (!is_new) return waiting->reached.items[*number];
    *number = waiting->reached.count;
    Reach reach = {.waiting = waiting, .task = task, .scratch = arena_create()};
    reach.nodes = arena_new_array(arena, uint64_t, words);
    reach.is_above = arena_new_array(reach.scratch, bool, count + 1);
    reach_from(&reach, from);
    while (reach.stack.count) {
        CallSite at = reach.stack.items[--reach.stack.count];
        reach_successors(&reach, at);
        reach_callees(&reach, at);
    }
    arena_destroy(reach.scratch);
    array_push(&waiting->reached, arena, reach.nodes);
    return reach.nodes;
}

bool waiting_may_follow(Waiting *waiting, TaskClassId task, CallSite from, CallSite to) {
    const uint64_t *nodes = reached_from(waiting, task, from);
    uint32_t bit = waiting->first_node[to.function] + to.node;
    return !nodes || (nodes[bit / 64] >> bit % 64 & 1);
}

// ---- waits for another task

// Tasks that wait for this one, or for one that does; it itself is among them.
static const bool *waiters_of(Waiting *waiting, TaskClassId task) {
    RaceSearch *search = waiting->search;
    uint32_t count = task_tree_count(search->tasks);
    if (waiting->waiters[task]) return waiting->waiters[task];
    bool *is_waiter = waiting->waiters[task] = arena_new_array(search->arena, bool, count + 1);
    is_waiter[task] = true;
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 0; i < waiting->sites.list.count; i++) {
            const WaitSite *wait = &waiting->sites.list.items[i];
            if (!wait->waits || !waiting_ends_by_any(waiting, wait, is_waiter, 0)) continue;
            const TaskList *runners = &search->runners[wait->at.function];
            for (uint32_t k = 0; k < runners->list.count; k++) {
                is_changed |= !is_waiter[runners->list.items[k]];
                is_waiter[runners->list.items[k]] = true;
            }
        }
    }
    return is_waiter;
}

const Bars *waiting_bars(Waiting *waiting, TaskClassId task, TaskClassId other) {
    RaceSearch *search = waiting->search;
    bool is_new;
    uint32_t *number = pair_map_slot(&waiting->bar_numbers, search->arena, task, other, &is_new);
    if (!is_new) return waiting->bars.items[*number];
    *number = waiting->bars.count;
    const bool *waiters = waiters_of(waiting, other);
    Bars *bars = arena_new(search->arena, Bars);
    bars->at_site = arena_new_array(search->arena, bool, waiting->sites.list.count + 1);
    bars->in_function = arena_new_array(search->arena, bool, search->program->functions.count + 1);
    for (uint32_t i = 0; i < waiting->sites.list.count; i++) {
        const WaitSite *wait = &waiting->sites.list.items[i];
        if (!wait->waits || !waiting_runs(search, task, wait->at.function)) continue;
        bars->at_site[i] = waiting_ends_by_any(waiting, wait, waiters, task);
        bars->in_function[wait->at.function] |= bars->at_site[i];
    }
    FunctionList order = call_graph_bottom_up(search->calls);
    for (uint32_t i = 0; i < 2 * order.count; i++) {
        FunctionId id = order.items[i % order.count];
        FunctionList callees = call_graph_callees(search->calls, id);
        for (uint32_t k = 0; k < callees.count; k++) bars->in_function[id] |= bars->in_function[callees.items[k]];
    }
    array_push(&waiting->bars, search->arena, bars);
    return bars;
}
