// SPDX-License-Identifier: MIT
#include "link/points_to_state.h"

static void copy_through(PointsTo *state, LocationId location, const Constraint *constraint) {
    bool is_from = constraint->kind == CONSTRAINT_COPY_FROM;
    if (location == LOCATION_UNKNOWN) { // what is read is unknown; what is written escapes
        points_to_escape(state, constraint->other);
        return;
    }
    LocationId between = points_to_location(state, constraint->other, 0);
    points_to_mirror(state, is_from ? location : between, is_from ? between : location, constraint->number);
}

static void enter(PointsTo *state, LocationId location, const Constraint *constraint) {
    if (location == LOCATION_UNKNOWN && constraint->kind == CONSTRAINT_CALL) {
        points_to_enter_unknown(state, constraint->other);
        return;
    }
    const Site *site = &state->sites.items[state->blocks.items[state->locations.items[location].block].site];
    if (site->kind != SITE_FUNCTION) return;
    FunctionId function = site->function;
    if (constraint->kind == CONSTRAINT_CALL)
        points_to_enter_fitting(state, constraint->other, function);
    else
        points_to_await_callback(state, constraint->other, (CellId)constraint->number);
}

static void access(PointsTo *state, LocationId location, const Constraint *constraint) {
    bool is_load = constraint->kind == CONSTRAINT_LOAD;
    if (location == LOCATION_UNKNOWN) {
        if (is_load)
            points_to_add(state, constraint->other, LOCATION_UNKNOWN);
        else
            points_to_add_edge(state, constraint->other, state->sink);
        return;
    }
    const Location *at = &state->locations.items[location];
    if (!points_to_holds_values(state, at->block)) return;
    points_to_add_edge(state, is_load ? at->cell : constraint->other, is_load ? constraint->other : at->cell);
}

void points_to_apply(PointsTo *state, Constraint constraint, LocationId location) {
    location = points_to_canonical(state, location);
    switch (constraint.kind) {
    case CONSTRAINT_LOAD:
    case CONSTRAINT_STORE: access(state, location, &constraint); break;
    case CONSTRAINT_SHIFT:
        points_to_add(state, constraint.other, points_to_shift(state, location, constraint.number));
        break;
    case CONSTRAINT_ELEMENT:
        points_to_add(state, constraint.other, points_to_element(state, location, constraint.number, constraint.index));
        break;
    case CONSTRAINT_ANY_ELEMENT:
        points_to_add(state, constraint.other, points_to_any_element(state, location, constraint.number));
        break;
    case CONSTRAINT_SENT_TO:
    case CONSTRAINT_RECEIVED_FROM:
        points_to_add(state, constraint.other,
                      points_to_channel_content(state, location, constraint.kind == CONSTRAINT_RECEIVED_FROM));
        break;
    case CONSTRAINT_COPY_FROM:
    case CONSTRAINT_COPY_TO: copy_through(state, location, &constraint); break;
    case CONSTRAINT_CALL:
    case CONSTRAINT_CALLBACK: enter(state, location, &constraint); break;
    }
}
