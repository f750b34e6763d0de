// SPDX-License-Identifier: MIT
// Cells, inclusion edges, and their solution: difference propagation with lazy cycle detection
// (Hardekopf and Lin 2007): when a flow changes nothing because both sets are equal already, look for a cycle once.
#include "link/points_to_state.h"

enum { MAXIMUM_CYCLE_VISITS = 512 };

void points_to_spend(PointsTo *state, uint64_t steps) {
    state->steps_left -= steps < state->steps_left ? steps : state->steps_left;
    state->work += steps;
}

CellId points_to_add_cell(PointsTo *state) {
    array_push(&state->cells, state->arena, (Cell){0});
    return state->cells.count - 1;
}

CellId points_to_find(const PointsTo *state, CellId cell) {
    while (state->cells.items[cell].merged_into) {
        CellId next = state->cells.items[cell].merged_into;
        CellId after = state->cells.items[next].merged_into;
        if (after) state->cells.items[cell].merged_into = after;
        cell = next;
    }
    return cell;
}

void points_to_add(PointsTo *state, CellId cell, LocationId location) {
    if (!location) return;
    cell = points_to_find(state, cell);
    location = points_to_canonical(state, location);
    Cell *at = &state->cells.items[cell];
    if (location_set_has(&at->points, location)) return;
    if (location_set_add(&at->pending, &state->pool, location)) points_to_enqueue(state, cell);
}

static bool add_all(PointsTo *state, CellId cell, const LocationSet *more) {
    Cell *at = &state->cells.items[cell];
    uint32_t before = at->pending.count;
    if (more->count > 4 && more->count * 8 > location_set_width(&at->points)) { // one merge beats many searches
        LocationSet fresh = location_set_subtract(more, &at->points, &state->pool);
        if (fresh.count) location_set_unite(&at->pending, &state->pool, &fresh);
        location_set_drop(&fresh, &state->pool);
    } else {
        for (uint32_t cursor = 0, item; location_set_next(more, &cursor, &item);)
            if (!location_set_has(&at->points, item)) location_set_add(&at->pending, &state->pool, item);
    }
    if (at->pending.count == before) return false;
    points_to_enqueue(state, cell);
    return true;
}

void points_to_add_edge(PointsTo *state, CellId from, CellId to) {
    from = points_to_find(state, from);
    to = points_to_find(state, to);
    if (!from || !to || from == to) return;
    uint32_t *seen = pair_map_slot(&state->edge_map, state->arena, from, to, NULL);
    points_to_spend(state, 1);
    if (*seen) return;
    *seen = 1;
    array_push(&state->cells.items[from].out, state->arena, to);
    LocationSet points = state->cells.items[from].points;
    add_all(state, to, &points);
}

// Both cells become one; what only one of them had handled is pending again, since each had its own constraints.
void points_to_merge_cells(PointsTo *state, CellId kept, CellId other) {
    kept = points_to_find(state, kept);
    other = points_to_find(state, other);
    if (kept == other) return;
    Cell *to = &state->cells.items[kept], *from = &state->cells.items[other];
    from->merged_into = kept;
    LocationSet both = location_set_intersect(&to->points, &from->points, &state->pool);
    LocationSet all = {0};
    location_set_unite(&all, &state->pool, &to->points);
    location_set_unite(&all, &state->pool, &to->pending);
    location_set_unite(&all, &state->pool, &from->points);
    location_set_unite(&all, &state->pool, &from->pending);
    location_set_drop(&to->pending, &state->pool);
    location_set_drop(&from->pending, &state->pool);
    to->pending = location_set_subtract(&all, &both, &state->pool);
    location_set_drop(&all, &state->pool);
    if (!state->is_walking) { // else the memory of what they pointed to before is kept
        location_set_drop(&to->points, &state->pool);
        location_set_drop(&from->points, &state->pool);
    }
    to->points = both;
    from->points = (LocationSet){0};
    to->is_escaping |= from->is_escaping;
    for (uint32_t i = 0; i < from->out.count; i++) {
        CellId target = points_to_find(state, from->out.items[i]);
        if (target == kept) continue;
        uint32_t *seen = pair_map_slot(&state->edge_map, state->arena, kept, target, NULL);
        if (*seen) continue;
        *seen = 1;
        array_push(&state->cells.items[kept].out, state->arena, target);
    }
    if (!to->first_constraint)
        to->first_constraint = from->first_constraint;
    else
        state->constraints.items[to->last_constraint].next = from->first_constraint;
    if (from->last_constraint) to->last_constraint = from->last_constraint;
    from->first_constraint = from->last_constraint = 0;
    if (to->pending.count) points_to_enqueue(state, kept);
}

void points_to_constrain(PointsTo *state, CellId cell, Constraint constraint) {
    cell = points_to_find(state, cell);
    constraint.next = 0;
    array_push(&state->constraints, state->arena, constraint);
    uint32_t id = state->constraints.count - 1;
    Cell *at = &state->cells.items[cell];
    if (at->last_constraint)
        state->constraints.items[at->last_constraint].next = id;
    else
        at->first_constraint = id;
    at->last_constraint = id;
    LocationSet points = at->points; // these stay readable even when cells are merged meanwhile
    for (uint32_t cursor = 0, item; location_set_next(&points, &cursor, &item);)
        points_to_apply(state, constraint, item);
}

void points_to_let_escape(PointsTo *state, CellId cell) {
    cell = points_to_find(state, cell);
    if (state->cells.items[cell].is_escaping) return;
    state->cells.items[cell].is_escaping = true;
    LocationSet points = state->cells.items[cell].points;
    for (uint32_t cursor = 0, item; location_set_next(&points, &cursor, &item);) points_to_escape_location(state, item);
}

CellId points_to_derive(PointsTo *state, CellId cell, Constraint constraint) {
    cell = points_to_find(state, cell);
    uint64_t first = (uint64_t)cell << 32 | (uint32_t)constraint.index;
    uint64_t second = (uint64_t)constraint.number << 4 | (uint64_t)constraint.kind;
    uint32_t *known = pair_map_slot(&state->derived_map, state->arena, first, second, NULL);
    if (*known) return *known;
    constraint.other = *known = points_to_add_cell(state);
    points_to_constrain(state, cell, constraint);
    return constraint.other;
}

typedef struct CycleSearch {
    CellId cell;
    uint32_t edge;
} CycleSearch;

// Depth first from `start` along inclusion edges; the path back to `goal`, if there is one, becomes one cell.
static void collapse_cycle(PointsTo *state, CellId start, CellId goal) {
    CycleSearch path[MAXIMUM_CYCLE_VISITS];
    uint32_t depth = 0, visits = 0, stamp = ++state->searches;
    path[depth++] = (CycleSearch){start, 0};
    while (depth) {
        CycleSearch *top = &path[depth - 1];
        if (top->cell == goal) break;
        Cell *at = &state->cells.items[top->cell];
        if (top->edge == at->out.count) {
            depth--;
            continue;
        }
        CellId next = points_to_find(state, at->out.items[top->edge++]);
        if (state->cells.items[next].seen_by == stamp) continue;
        state->cells.items[next].seen_by = stamp;
        if (++visits == MAXIMUM_CYCLE_VISITS || depth == MAXIMUM_CYCLE_VISITS) return;
        path[depth++] = (CycleSearch){next, 0};
    }
    for (uint32_t i = 0; i < depth; i++) points_to_merge_cells(state, goal, path[i].cell);
}

static bool may_be_cycle(PointsTo *state, CellId from, CellId to) {
    const Cell *source = &state->cells.items[from], *target = &state->cells.items[to];
    if (!source->points.count || source->points.count != target->points.count + target->pending.count) return false;
    uint32_t *seen = pair_map_slot(&state->edge_map, state->arena, from, to, NULL);
    if (*seen == 2) return false;
    *seen = 2;
    return true;
}

static void flow_on(PointsTo *state, CellId cell, const LocationSet *fresh) {
    for (uint32_t i = 0; i < state->cells.items[cell].out.count; i++) {
        CellId target = points_to_find(state, state->cells.items[cell].out.items[i]);
        if (target == cell || add_all(state, target, fresh) || !may_be_cycle(state, cell, target)) continue;
        collapse_cycle(state, target, cell);
        if (state->cells.items[cell].pending.count) return; // it was merged: all of it comes again
    }
}

static void handle(PointsTo *state, CellId cell) {
    Cell *at = &state->cells.items[cell];
    LocationSet fresh = at->pending;
    at->pending = (LocationSet){0};
    location_set_unite(&at->points, &state->pool, &fresh);
    points_to_spend(state, fresh.count + (uint64_t)at->out.count * fresh.count / 8);
    for (uint32_t cursor = 0, item; at->is_escaping && location_set_next(&fresh, &cursor, &item);)
        points_to_escape_location(state, item);
    for (uint32_t id = state->cells.items[cell].first_constraint; id; id = state->constraints.items[id].next)
        for (uint32_t cursor = 0, item; location_set_next(&fresh, &cursor, &item);)
            points_to_apply(state, state->constraints.items[id], item);
    cell = points_to_find(state, cell);
    flow_on(state, cell, &fresh);
    location_set_drop(&fresh, &state->pool);
}

void points_to_propagate(PointsTo *state) {
    for (;;) {
        if (!state->steps_left) {
            state->is_complete = false;
            return;
        }
        if (state->generated < state->to_generate.count) {
            state->is_walking = true;
            points_to_generate(state, state->to_generate.items[state->generated++]);
            state->is_walking = false;
            continue;
        }
        CellId cell = points_to_take(state);
        if (!cell && points_to_enter_awaited(state)) continue;
        if (!cell) return;
        state->cells.items[cell].is_queued = false;
        state->is_walking = true;
        if (!state->cells.items[cell].merged_into) handle(state, cell);
        state->is_walking = false;
    }
}

CellId points_to_address_cell(PointsTo *state, LocationId location) {
    location = points_to_canonical(state, location);
    if (!state->locations.items[location].address) {
        CellId cell = points_to_add_cell(state);
        state->locations.items[location].address = cell;
        points_to_add(state, cell, location);
    }
    return state->locations.items[location].address;
}

CellId points_to_cell_of(PointsTo *state, Value value) {
    if (!value || !(value & VALUE_ADDRESS)) return value;
    return points_to_address_cell(state, value & ~VALUE_ADDRESS);
}

void points_to_flow(PointsTo *state, Value from, CellId to) {
    if (from & VALUE_ADDRESS)
        points_to_add(state, to, from & ~VALUE_ADDRESS);
    else if (from)
        points_to_add_edge(state, from, to);
}

void points_to_store(PointsTo *state, Value address, Value value) {
    if (!address || !value) return;
    if (address & VALUE_ADDRESS) {
        LocationId to = points_to_canonical(state, address & ~VALUE_ADDRESS);
        if (points_to_holds_values(state, state->locations.items[to].block))
            points_to_flow(state, value, to == LOCATION_UNKNOWN ? state->sink : state->locations.items[to].cell);
        return;
    }
    CellId from = points_to_cell_of(state, value);
    points_to_constrain(state, address, (Constraint){.kind = CONSTRAINT_STORE, .other = from});
}

Value points_to_load(PointsTo *state, Value address) {
    if (!address) return 0;
    if (address & VALUE_ADDRESS) {
        LocationId from = points_to_canonical(state, address & ~VALUE_ADDRESS);
        if (!points_to_holds_values(state, state->locations.items[from].block)) return 0;
        return from == LOCATION_UNKNOWN ? state->unknown : state->locations.items[from].cell;
    }
    return points_to_derive(state, address, (Constraint){.kind = CONSTRAINT_LOAD});
}

void points_to_copy(PointsTo *state, Value to, Value from, int64_t size) {
    if (!to || !from) return;
    if ((to & from & VALUE_ADDRESS) && to != (VALUE_ADDRESS | LOCATION_UNKNOWN) &&
        from != (VALUE_ADDRESS | LOCATION_UNKNOWN)) {
        points_to_mirror(state, from & ~VALUE_ADDRESS, to & ~VALUE_ADDRESS, size);
        return;
    }
    BlockId between = points_to_add_block(state, 0, 0);
    points_to_constrain(state, points_to_cell_of(state, from),
                        (Constraint){.kind = CONSTRAINT_COPY_FROM, .other = between, .number = size});
    points_to_constrain(state, points_to_cell_of(state, to),
                        (Constraint){.kind = CONSTRAINT_COPY_TO, .other = between, .number = size});
}
