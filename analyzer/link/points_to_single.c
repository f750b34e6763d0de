// SPDX-License-Identifier: MIT
// Which sites stand for at most one object in a run: those whose node runs at most once.
#include "link/control_flow.h"
#include "link/points_to_state.h"

typedef enum Runs { RUNS_UNSEEN, RUNS_BEING_LOOKED_AT, RUNS_ONCE, RUNS_OFTEN } Runs;

typedef struct Counter {
    PointsTo *state;
    bool **cycles;        // per function, made when asked for
    uint32_t *entries;    // per context: call edges into it
    uint32_t *entry_edge; // per context: one of them
    Runs *runs;           // per context
} Counter;

static bool is_repeated(Counter *counter, FunctionId id, NodeId node) {
    const Function *function = program_function(counter->state->program, id);
    if (!counter->cycles[id])
        counter->cycles[id] = control_flow_find_cycles(function, NULL, counter->state->arena)->is_on_cycle;
    return counter->cycles[id][node];
}

// A function that nothing here calls is a root. Roots run once, except exported functions of a unit that has an
// entry of its own: other units call those as they like.
static Runs root_runs(const PointsTo *state, const Function *function) {
    if (function->is_entry || function->is_initialiser) return RUNS_ONCE;
    return function->is_exported && state->has_entry ? RUNS_OFTEN : RUNS_ONCE;
}

static Runs runs_of(Counter *counter, ContextId id) {
    if (counter->runs[id] == RUNS_BEING_LOOKED_AT) return RUNS_OFTEN; // recursion
    if (counter->runs[id] != RUNS_UNSEEN) return counter->runs[id];
    counter->runs[id] = RUNS_BEING_LOOKED_AT;
    const PointsTo *state = counter->state;
    const Context *context = &state->contexts.items[id];
    const Function *function = program_function(state->program, context->function);
    Runs runs = RUNS_OFTEN;
    if (state->is_callback[context->function] && !context->parent) {
        runs = RUNS_OFTEN;
    } else if (!counter->entries[id]) {
        runs = root_runs(state, function);
    } else if (counter->entries[id] == 1 && !function->is_entry) {
        const CallEdge *edge = &state->call_edges.items[counter->entry_edge[id]];
        bool is_often = is_repeated(counter, state->contexts.items[edge->caller].function, edge->node) ||
                        (function->is_exported && state->has_entry && !state->is_closed && !context->parent);
        runs = is_often ? RUNS_OFTEN : runs_of(counter, edge->caller);
    }
    return counter->runs[id] = runs;
}

static bool is_single(Counter *counter, SiteId id) {
    const PointsTo *state = counter->state;
    const Site *site = &state->sites.items[id];
    ContextId context = state->context_of_site.items[id];
    if (site->kind == SITE_FUNCTION || site->kind == SITE_STRING) return true;
    if (site->kind == SITE_VARIABLE) {
        const Variable *variable = program_variable(state->program, site->variable);
        if (variable->kind == VARIABLE_THREAD) return false;
        if (variable->kind == VARIABLE_GLOBAL || variable->kind == VARIABLE_STATIC) return true;
        if (!context) context = state->base_contexts[variable->function];
        return context && runs_of(counter, context) == RUNS_ONCE;
    }
    return context && !is_repeated(counter, site->function, site->node) && runs_of(counter, context) == RUNS_ONCE;
}

void points_to_mark_single(PointsTo *state) {
    uint32_t contexts = state->contexts.count;
    Counter counter = {.state = state,
                       .cycles = arena_new_array(state->arena, bool *, state->program->functions.count),
                       .entries = arena_new_array(state->arena, uint32_t, contexts),
                       .entry_edge = arena_new_array(state->arena, uint32_t, contexts),
                       .runs = arena_new_array(state->arena, Runs, contexts)};
    for (uint32_t i = 0; i < state->call_edges.count; i++) {
        counter.entries[state->call_edges.items[i].callee]++;
        counter.entry_edge[state->call_edges.items[i].callee] = i;
    }
    for (SiteId id = 1; id < state->sites.count; id++) state->sites.items[id].is_single = is_single(&counter, id);
}
