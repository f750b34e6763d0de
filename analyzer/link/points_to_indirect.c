// SPDX-License-Identifier: MIT
// Functions that are entered through pointers. Where pointers are mixed up, each wrong callee would mix its parameters
// and all that these lead to in as well; so only those are entered that can be meant.
#include "link/call_fields.h"
#include "link/call_shape.h"
#include "link/points_to_state.h"

bool points_to_fits(PointsTo *state, const Node *call, FunctionId callee) {
    if (!state->call_fields) state->call_fields = call_fields_collect(state->program, state->arena);
    return call_fits(state->program, call, callee) && call_fields_fit(state->call_fields, call, callee);
}

// Where pointers to functions are mixed up, calls would mix up all else: arguments reach only who can take them.
void points_to_enter_fitting(PointsTo *state, uint32_t id, FunctionId function) {
    Binding *binding = &state->bindings.items[id];
    FunctionId caller = state->contexts.items[binding->context].function;
    if (!points_to_fits(state, &program_function(state->program, caller)->nodes[binding->node], function)) {
        array_push(&state->misfits, state->arena, (Misfit){id, function});
        return;
    }
    binding->is_entered = true;
    points_to_enter(state, id, function);
}

static bool enter_misfits(PointsTo *state) {
    uint32_t count = state->misfits.count;
    bool is_any = false;
    for (uint32_t i = 0; i < count; i++) {
        Misfit misfit = state->misfits.items[i];
        if (state->bindings.items[misfit.binding].is_entered) continue;
        points_to_enter(state, misfit.binding, misfit.function);
        is_any = true;
    }
    state->misfits.count = 0;
    return is_any;
}

void points_to_await_callback(PointsTo *state, uint32_t binding, CellId cell) {
    const Given *last = state->given.count ? &state->given.items[state->given.count - 1] : NULL;
    if (last && last->binding == binding && last->cell == cell) return;
    array_push(&state->given, state->arena, (Given){binding, cell});
}

static const Site *site_at(const PointsTo *state, LocationId location) {
    location = points_to_canonical(state, location);
    return &state->sites.items[state->blocks.items[state->locations.items[location].block].site];
}

// What a system function gets is either a function or data: nothing is passed where both are possible.
static bool holds_data(const PointsTo *state, const LocationSet *set) {
    for (uint32_t cursor = 0, item; location_set_next(set, &cursor, &item);)
        if (item != LOCATION_UNKNOWN && site_at(state, item)->kind != SITE_FUNCTION) return true;
    return false;
}

static bool call_back_given(PointsTo *state) {
    uint32_t count = state->given.count;
    bool is_any = false;
    for (uint32_t i = 0; i < count; i++) {
        Given given = state->given.items[i];
        LocationSet set = state->cells.items[points_to_find(state, given.cell)].points;
        if (holds_data(state, &set)) continue;
        for (uint32_t cursor = 0, item; location_set_next(&set, &cursor, &item);)
            if (item != LOCATION_UNKNOWN) points_to_call_back(state, given.binding, site_at(state, item)->function);
        is_any = true;
    }
    state->given.count = 0;
    return is_any;
}

bool points_to_enter_awaited(PointsTo *state) {
    bool is_any = enter_misfits(state);
    return call_back_given(state) || is_any;
}
