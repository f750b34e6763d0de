// SPDX-License-Identifier: MIT
// Whether a task comes to a place again without waiting for another one; loops that are over.
#include "races/waits.h"

typedef struct Round {
    Waiting *waiting;
    TaskClassId task;
    const Bars *bars;
    Arena *scratch;
} Round;

typedef struct Places {
    ARRAY(CallSite) list;
} Places;

static bool is_bar(const Round *round, FunctionId id, NodeId node) {
    const RaceSearch *search = round->waiting->search;
    const WaitSites *sites = &round->waiting->sites;
    const Node *at = &program_function(search->program, id)->nodes[node];
    if (at->kind != NODE_CALL && at->kind != NODE_EVENT) return false;
    for (uint32_t i = sites->start[id]; i < sites->start[id + 1]; i++)
        if (sites->list.items[i].at.node == node) return round->bars->at_site[i];
    FunctionSet callees = points_to_callees(search->points_to, id, node);
    for (uint32_t i = 0; i < callees.count; i++)
        if (round->bars->in_function[callees.items[i]]) return true;
    return false;
}

// From behind `from` (0: from the entry) to `to` (0: a return), past all bars.
static bool leads(const Round *round, FunctionId id, NodeId from, NodeId to) {
    const Function *function = program_function(round->waiting->search->program, id);
    Arena *scratch = arena_create();
    bool *is_seen = arena_new_array(scratch, bool, function->node_count + 1), is_there = false;
    NodeId *stack = arena_new_array(scratch, NodeId, function->node_count + 1);
    uint32_t depth = 0;
    if (!from) is_there = function->entry == to;
    stack[depth++] = from ? from : function->entry;
    while (depth && !is_there) {
        NodeId at = stack[--depth];
        const Node *node = &function->nodes[at];
        if (at != from && is_bar(round, id, at)) continue;
        if (!to && node->kind == NODE_RETURN) is_there = true;
        for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
            NodeId next = control_flow_way(node, i);
            if (!next) continue;
            is_there |= next == to;
            if (is_seen[next]) continue;
            is_seen[next] = true;
            stack[depth++] = next;
        }
    }
    arena_destroy(scratch);
    return is_there;
}

// The place, and the calls that lead to it, as long as the way into the callees is free.
static void climb(const Round *round, CallSite place, Places *places) {
    const RaceSearch *search = round->waiting->search;
    bool *is_seen = arena_new_array(round->scratch, bool, search->program->functions.count + 1);
    array_push(&places->list, round->scratch, place);
    for (uint32_t i = 0; i < places->list.count; i++) {
        CallSite at = places->list.items[i];
        if (is_seen[at.function] || !leads(round, at.function, 0, at.node)) continue;
        is_seen[at.function] = true;
        CallSiteList callers = call_graph_callers(search->calls, at.function);
        for (uint32_t k = 0; k < callers.count; k++)
            if (waiting_runs(search, round->task, callers.items[k].function))
                array_push(&places->list, round->scratch, callers.items[k]);
    }
}

// Goes round by itself, and waits for nobody in particular.
static bool is_event_loop(const Round *round, CallSite site) {
    const Program *program = round->waiting->search->program;
    const Node *node = &program_function(program, site.function)->nodes[site.node];
    return node->kind == NODE_EVENT && program_api(program, node->api)->event == EVENT_IO;
}

static bool leads_to_any(const Round *round, CallSite from, const Places *places) {
    for (uint32_t i = 0; i < places->list.count; i++) {
        CallSite to = places->list.items[i];
        if (to.function != from.function) continue;
        if (to.node == from.node && is_event_loop(round, from)) return true;
        if (leads(round, from.function, from.node, to.node)) return true;
    }
    return false;
}

// Every way up from the place, as long as the task may have been at `to` before, meets a call from which the task can
// come there again.
static bool leads_always(const Round *round, CallSite from, CallSite to, const Places *places) {
    const RaceSearch *search = round->waiting->search;
    bool *is_seen = arena_new_array(round->scratch, bool, search->program->functions.count + 1);
    Places stack = {0};
    array_push(&stack.list, round->scratch, from);
    for (uint32_t i = 0; i < stack.list.count; i++) {
        CallSite at = stack.list.items[i];
        if (!waiting_may_follow(round->waiting, round->task, to, at)) continue;
        if (leads_to_any(round, at, places)) continue;
        if (!leads(round, at.function, at.node, 0)) return false;
        if (task_tree_class(search->tasks, round->task)->entry == at.function) return false;
        if (is_seen[at.function]) continue;
        is_seen[at.function] = true;
        CallSiteList callers = call_graph_callers(search->calls, at.function);
        uint32_t before = stack.list.count;
        for (uint32_t k = 0; k < callers.count; k++)
            if (waiting_runs(search, round->task, callers.items[k].function))
                array_push(&stack.list, round->scratch, callers.items[k]);
        if (stack.list.count == before) return false;
    }
    return true;
}

bool waiting_comes_again(Waiting *waiting, TaskClassId task, CallSite from, CallSite to, TaskClassId other) {
    Round round = {waiting, task, waiting_bars(waiting, task, other), arena_create()};
    Places in = {0};
    climb(&round, to, &in);
    bool is_always = leads_always(&round, from, to, &in);
    arena_destroy(round.scratch);
    return is_always;
}

// ---- loops that are over

// The place and all calls that lead to it in the task.
static void find_above(const Round *round, CallSite place, Places *places) {
    const RaceSearch *search = round->waiting->search;
    bool *is_seen = arena_new_array(round->scratch, bool, search->program->functions.count + 1);
    array_push(&places->list, round->scratch, place);
    for (uint32_t i = 0; i < places->list.count; i++) {
        FunctionId function = places->list.items[i].function;
        if (is_seen[function]) continue;
        is_seen[function] = true;
        CallSiteList callers = call_graph_callers(search->calls, function);
        for (uint32_t k = 0; k < callers.count; k++)
            if (waiting_runs(search, round->task, callers.items[k].function))
                array_push(&places->list, round->scratch, callers.items[k]);
    }
}

static bool is_in_loop_of(const ControlFlow *flow, NodeId node, NodeId other, bool is_innermost) {
    if (flow->component[node] != flow->component[other]) return false;
    if (!is_innermost || !flow->loop_head[other]) return true;
    while (node && node != flow->loop_head[other]) node = flow->dominator[node];
    return node == flow->loop_head[other]; // dominated by the head, and leads back to it
}

bool waiting_is_loop_before(Waiting *waiting, TaskClassId task, CallSite wait, CallSite place, bool is_innermost) {
    Round round = {.waiting = waiting, .task = task, .scratch = arena_create()};
    Places waits = {0}, places = {0};
    find_above(&round, wait, &waits);
    find_above(&round, place, &places);
    bool is_before = false;
    for (uint32_t i = 0; i < waits.list.count && !is_before; i++) {
        CallSite at = waits.list.items[i];
        const ControlFlow *flow = waiting_flow(waiting, at.function);
        bool is_common = false, is_inside = false;
        for (uint32_t k = 0; k < places.list.count; k++) {
            if (places.list.items[k].function != at.function) continue;
            is_common = true;
            is_inside |= is_in_loop_of(flow, places.list.items[k].node, at.node, is_innermost);
        }
        is_before = is_common && flow->is_on_cycle[at.node] && !is_inside;
    }
    arena_destroy(round.scratch);
    return is_before;
}
