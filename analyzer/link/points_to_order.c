// SPDX-License-Identifier: MIT
// The order in which pending cells are handled. Small programs: as they come. When the work grows: in waves along the
// inclusion edges (Pereira and Berlin 2009), after all cycles were found at once (Tarjan 1972) and made one cell each;
// what flows backwards waits for the next wave. Looking for cycles again pays when as much was done since as it costs.
#include "link/points_to_state.h"

#include <stdlib.h>

enum { FIRST_PASS = 1000 * 1000, PASS_COST = 4 }; // steps; steps per cell and edge

typedef struct Visit {
    CellId cell;
    uint32_t edge;
} Visit;

typedef struct Pass {
    PointsTo *state;
    Arena *arena;           // of this pass only
    uint32_t *number, *low; // per cell; 0 not seen
    bool *is_open;          // on `path`
    uint32_t numbers, components;
    ARRAY(Visit) visits;
    ARRAY(CellId) path;   // Tarjan's stack
    ARRAY(CellId) found;  // members of all cycles
    ARRAY(uint32_t) ends; // of each cycle in `found`
} Pass;

// Edges to what they lead to by now, each once.
static void compact_edges(PointsTo *state, CellId cell, uint32_t *seen_by) {
    Cell *at = &state->cells.items[cell];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < at->out.count; i++) {
        CellId target = points_to_find(state, at->out.items[i]);
        if (target == cell || seen_by[target] == cell) continue;
        seen_by[target] = cell;
        at->out.items[kept++] = target;
    }
    at->out.count = kept;
}

static uint64_t compact_all(PointsTo *state, Arena *arena) {
    uint32_t *seen_by = arena_new_array(arena, uint32_t, state->cells.count);
    uint64_t edges = 0;
    for (CellId cell = 1; cell < state->cells.count; cell++) {
        if (state->cells.items[cell].merged_into) continue;
        compact_edges(state, cell, seen_by);
        edges += state->cells.items[cell].out.count;
    }
    return edges;
}

static void open_cell(Pass *pass, CellId cell) {
    pass->number[cell] = pass->low[cell] = ++pass->numbers;
    pass->is_open[cell] = true;
    array_push(&pass->path, pass->arena, cell);
    array_push(&pass->visits, pass->arena, (Visit){cell, 0});
}

// Components are closed from the ends of the flow to its beginnings.
static void close_component(Pass *pass, CellId first) {
    uint32_t size = 0;
    CellId member;
    pass->components++;
    do {
        member = pass->path.items[--pass->path.count];
        pass->is_open[member] = false;
        pass->state->cells.items[member].rank = UINT32_MAX - pass->components;
        array_push(&pass->found, pass->arena, member);
        size++;
    } while (member != first);
    if (size == 1)
        pass->found.count--;
    else
        array_push(&pass->ends, pass->arena, pass->found.count);
}

static void search_from(Pass *pass, CellId start) {
    open_cell(pass, start);
    while (pass->visits.count) {
        Visit *top = &pass->visits.items[pass->visits.count - 1];
        const Cell *at = &pass->state->cells.items[top->cell];
        if (top->edge < at->out.count) {
            CellId next = at->out.items[top->edge++];
            if (!pass->number[next])
                open_cell(pass, next);
            else if (pass->is_open[next] && pass->number[next] < pass->low[top->cell])
                pass->low[top->cell] = pass->number[next];
            continue;
        }
        CellId done = top->cell;
        pass->visits.count--;
        if (pass->low[done] == pass->number[done]) close_component(pass, done);
        if (!pass->visits.count) break;
        CellId parent = pass->visits.items[pass->visits.count - 1].cell;
        if (pass->low[done] < pass->low[parent]) pass->low[parent] = pass->low[done];
    }
}

static void merge_cycles(Pass *pass) {
    for (uint32_t i = 0, at = 0; i < pass->ends.count; i++) {
        CellId kept = pass->found.items[at];
        uint32_t rank = pass->state->cells.items[kept].rank;
        for (; at < pass->ends.items[i]; at++) points_to_merge_cells(pass->state, kept, pass->found.items[at]);
        pass->state->cells.items[points_to_find(pass->state, kept)].rank = rank;
    }
}

static void make_order(PointsTo *state) {
    Pass pass = {.state = state, .arena = arena_create()};
    uint64_t edges = compact_all(state, pass.arena);
    pass.number = arena_new_array(pass.arena, uint32_t, state->cells.count);
    pass.low = arena_new_array(pass.arena, uint32_t, state->cells.count);
    pass.is_open = arena_new_array(pass.arena, bool, state->cells.count);
    for (CellId cell = 1; cell < state->cells.count; cell++)
        if (!state->cells.items[cell].merged_into && !pass.number[cell]) search_from(&pass, cell);
    merge_cycles(&pass);
    state->next_pass = (edges + state->cells.count) * PASS_COST;
    state->passes++;
    arena_destroy(pass.arena);
}

// A heap of the cells of this wave, by rank.
static bool is_before(const PointsTo *state, CellId left, CellId right) {
    uint32_t a = state->cells.items[left].rank, b = state->cells.items[right].rank;
    return a != b ? a < b : left < right;
}

static void wave_put(PointsTo *state, CellId cell) {
    array_push(&state->wave, state->arena, cell);
    CellId *items = state->wave.items;
    uint32_t at = state->wave.count - 1;
    for (; at && is_before(state, cell, items[(at - 1) / 2]); at = (at - 1) / 2) items[at] = items[(at - 1) / 2];
    items[at] = cell;
}

static CellId wave_take(PointsTo *state) {
    CellId *items = state->wave.items, first = items[0], last = items[--state->wave.count];
    uint32_t at = 0, count = state->wave.count;
    for (uint32_t child; (child = 2 * at + 1) < count; at = child) {
        child += child + 1 < count && is_before(state, items[child + 1], items[child]);
        if (!is_before(state, items[child], last)) break;
        items[at] = items[child];
    }
    if (count) items[at] = last;
    return first;
}

void points_to_enqueue(PointsTo *state, CellId cell) {
    Cell *at = &state->cells.items[cell];
    if (at->is_queued) return;
    at->is_queued = true;
    if (state->passes && at->rank > state->wave_rank)
        wave_put(state, cell);
    else
        array_push(&state->queue, state->arena, cell);
}

static CellId take_in_order(PointsTo *state) {
    if (state->queue_head == state->queue.count) return 0;
    CellId cell = state->queue.items[state->queue_head++];
    if (state->queue_head * 2 > state->queue.count && state->queue_head > 4096) {
        uint32_t left = state->queue.count - state->queue_head; // reuse the space of what is done
        for (uint32_t i = 0; i < left; i++) state->queue.items[i] = state->queue.items[state->queue_head + i];
        state->queue.count = left;
        state->queue_head = 0;
    }
    return cell;
}

static void begin_wave(PointsTo *state) {
    if (state->work > state->next_pass) {
        make_order(state);
        state->work = 0;
    }
    state->wave_rank = 0;
    for (CellId cell; (cell = take_in_order(state));) wave_put(state, cell);
}

CellId points_to_take(PointsTo *state) {
    if (!state->passes && state->work <= FIRST_PASS) return take_in_order(state);
    if (!state->wave.count) begin_wave(state);
    if (!state->wave.count) return 0;
    CellId cell = wave_take(state);
    state->wave_rank = state->cells.items[cell].rank;
    return cell;
}
