// SPDX-License-Identifier: MIT
// Set-up and order of the points-to stages.
#include "link/points_to.h"

#include "link/points_to_state.h"

// Steps at each precision; what is not solved by then mixes nearly everything with everything. Real programs take
// about 30 steps an expression; librdkafka and redis take 600 with context and 80 to 400 without.
typedef struct Rung {
    Limits limits;
    uint64_t steps, steps_per_expr;
} Rung;

static const Rung rungs[] = {{{MAXIMUM_DEPTH, MAXIMUM_LOCATIONS, MAXIMUM_COPIED}, 32 * 1000 * 1000, 32},
                             {{0, MAXIMUM_LOCATIONS, MAXIMUM_COPIED}, 400 * 1000 * 1000, 32}};

static void make_unused_slots(PointsTo *state) {
    Arena *arena = state->arena;
    array_push(&state->cells, arena, (Cell){0});
    array_push(&state->constraints, arena, (Constraint){0});
    array_push(&state->contexts, arena, (Context){0});
    array_push(&state->bindings, arena, (Binding){0});
    array_push(&state->sets, arena, (PointeeSet){0});
    array_push(&state->callees, arena, (FunctionSet){0});
    array_push(&state->locations, arena, (Location){0});
    array_push(&state->sites, arena, (Site){.kind = SITE_UNKNOWN, .is_escaped = true});
    array_push(&state->block_of_site, arena, 0);
    array_push(&state->context_of_site, arena, 0);
    array_push(&state->blocks, arena, (Block){.is_escaped = true});
    array_push(&state->locations, arena, (Location){.offset = -1}); // LOCATION_UNKNOWN
    state->sink = points_to_add_cell(state);
    state->unknown = points_to_add_cell(state);
    points_to_add(state, state->unknown, LOCATION_UNKNOWN);
    points_to_let_escape(state, state->sink);
}

static void enter_roots(PointsTo *state) {
    for (FunctionId id = 1; id < state->program->functions.count; id++) {
        const Function *function = program_function(state->program, id);
        if (!function->is_defined) continue;
        if (function->is_initialiser) points_to_base_context(state, id);
        if (function->is_entry || (function->is_exported && !state->is_closed)) points_to_enter_root(state, id);
        if (function->is_entry) state->has_entry = true;
        if (points_to_is_interrupt_code(state->program, id)) points_to_call_back(state, 0, id);
    }
}

static void sort_contexts(PointsTo *state) {
    uint32_t functions = state->program->functions.count;
    uint32_t *start = state->contexts_start = arena_new_array(state->arena, uint32_t, functions + 2);
    state->contexts_by_function = arena_new_array(state->arena, ContextId, state->contexts.count);
    for (ContextId id = 1; id < state->contexts.count; id++) start[state->contexts.items[id].function + 1]++;
    for (FunctionId id = 0; id < functions; id++) start[id + 1] += start[id];
    for (ContextId id = state->contexts.count - 1; id > 0; id--) // filled from the back; start moves down by one row
        state->contexts_by_function[--start[state->contexts.items[id].function + 1]] = id;
    for (FunctionId id = 0; id < functions; id++) start[id] = start[id + 1];
    start[functions] = state->contexts.count - 1;
}

static void note_escaped(PointsTo *state) {
    for (SiteId id = 1; id < state->sites.count; id++)
        state->sites.items[id].is_escaped = state->blocks.items[state->block_of_site.items[id]].is_escaped;
}

static PointsTo *solve(const Program *program, Arena *arena, const Rung *rung, uint64_t step_budget) {
    PointsTo *state = arena_new(arena, PointsTo);
    state->program = program;
    state->arena = state->pool.arena = arena;
    uint64_t most = rung->steps + rung->steps_per_expr * program->exprs.count;
    state->steps_left = step_budget < most ? step_budget : most;
    state->limits = rung->limits;
    state->is_complete = true;
    state->values = arena_new_array(arena, Value, program->exprs.count);
    state->solved_variables = program->variables.count;
    state->variable_sites = arena_new_array(arena, SiteId, program->variables.count + 1);
    state->callees_at = arena_new_array(arena, uint32_t *, program->functions.count + 1);
    state->solved_exprs = program->exprs.count;
    state->set_of_expr = arena_new_array(arena, ExprSet, program->exprs.count + 1);
    state->base_contexts = arena_new_array(arena, ContextId, program->functions.count);
    state->is_callback = arena_new_array(arena, bool, program->functions.count);
    make_unused_slots(state);
    state->is_closed = points_to_find_closed(program);
    points_to_find_wrappers(state);
    enter_roots(state);
    points_to_propagate(state);
    return state;
}

static void finish(PointsTo *state) {
    sort_contexts(state);
    note_escaped(state);
    points_to_open_callbacks(state);
    points_to_mark_single(state);
}

PointsTo *points_to_solve(const Program *program, Arena *arena, uint64_t step_budget) {
    enum { RUNGS = sizeof rungs / sizeof *rungs };
    for (uint32_t i = 0;; i++) {
        ArenaMark start = arena_mark(arena);
        PointsTo *state = solve(program, arena, &rungs[i], step_budget);
        if (state->is_complete || i + 1 == RUNGS) {
            finish(state);
            return state;
        }
        arena_rewind(arena, start);
    }
}
