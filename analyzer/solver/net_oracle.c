// SPDX-License-Identifier: MIT
#include "solver/net_oracle.h"

#include "base/hash.h"
#include "base/status.h"
#include "solver/net_oracle_state.h"

#include <string.h>

typedef struct StateNode {
    OracleState *state;
    uint32_t first_edge, edge_count; // moves that are sure to happen when they stay possible
    uint32_t order, low, component;  // Tarjan's
    bool is_stuck;
} StateNode;

typedef struct Search {
    OracleNet oracle;
    ARRAY(StateNode) nodes;
    ARRAY(uint32_t) edges;
    uint32_t *slots; // hash table of node numbers plus one
    uint32_t slot_count;
    Arena *arena;
} Search;

static uint32_t *find_slot(Search *search, const OracleState *state) {
    Hash hash = hash_bytes((Hash){0}, state, sizeof *state);
    for (uint32_t i = (uint32_t)hash.low & (search->slot_count - 1);; i = (i + 1) & (search->slot_count - 1)) {
        uint32_t found = search->slots[i];
        if (!found || !memcmp(search->nodes.items[found - 1].state, state, sizeof *state)) return &search->slots[i];
    }
}

static uint32_t add_state(Search *search, const OracleState *state) {
    uint32_t *slot = find_slot(search, state);
    if (*slot) return *slot - 1;
    OracleState *copy = arena_new(search->arena, OracleState);
    memcpy(copy, state, sizeof *copy);
    array_push(&search->nodes, search->arena, (StateNode){.state = copy});
    *slot = search->nodes.count;
    return search->nodes.count - 1;
}

static bool has_waiter(const Net *net, const OracleState *state, bool *waits_at) {
    bool has_any = false;
    for (uint32_t i = 0; i < state->instance_count; i++) {
        NetPlaceId place = state->instances[i].place;
        if (net->places.items[place].is_end) continue;
        has_any = waits_at[place] = true;
    }
    return has_any;
}

static void expand(Search *search, uint32_t number, NetOracle *result) {
    OracleState *state = search->nodes.items[number].state;
    uint32_t first = search->edges.count;
    if (state->ending == 1) result->misuses = true;
    if (state->ending == 3) result->is_complete = false;
    OracleMoves moves = {.must_go_on = true};
    if (!state->ending) oracle_moves(&search->oracle, state, &moves);
    for (uint32_t i = 0; i < moves.states.count; i++) {
        uint32_t next = add_state(search, &moves.states.items[i]);
        if (oracle_is_sure(&search->oracle.net->transitions.items[moves.labels.items[i].fired]))
            array_push(&search->edges, search->arena, next);
    }
    StateNode *node = &search->nodes.items[number];
    node->first_edge = first;
    node->edge_count = search->edges.count - first;
    node->is_stuck = !moves.must_go_on && has_waiter(search->oracle.net, state, result->waits_at);
    if (node->is_stuck) result->gets_stuck = result->leaks = true;
}

static bool holds(const OracleState *state, NetPlaceId place) {
    for (uint32_t i = 0; i < state->instance_count; i++)
        if (state->instances[i].place == place) return true;
    return false;
}

// In a component that sure moves go round in for ever: is there a place whose waiting instances never leave?
static bool component_leaks(Search *search, const uint32_t *members, uint32_t count) {
    const Net *net = search->oracle.net;
    for (NetPlaceId place = 1; place < net->places.count; place++) {
        bool is_held = net_place_may_wait(net, place);
        for (uint32_t i = 0; i < count && is_held; i++) {
            const OracleState *state = search->nodes.items[members[i]].state;
            is_held = holds(state, place) && !oracle_may_leave(&search->oracle, state, place);
        }
        if (is_held) return true;
    }
    return false;
}

static bool is_bottom(Search *search, const uint32_t *members, uint32_t count, uint32_t component) {
    for (uint32_t i = 0; i < count; i++) {
        StateNode *node = &search->nodes.items[members[i]];
        if (node->state->ending) return false;
        for (uint32_t k = 0; k < node->edge_count; k++)
            if (search->nodes.items[search->edges.items[node->first_edge + k]].component != component) return false;
    }
    return true;
}

typedef struct Visit {
    uint32_t node, next;
} Visit;

typedef struct Components {
    Visit *visits;
    uint32_t *stack;
    uint32_t visit_count, stack_count, clock, component_count;
} Components;

static void enter(Search *search, Components *components, uint32_t number) {
    search->nodes.items[number].order = search->nodes.items[number].low = ++components->clock;
    components->stack[components->stack_count++] = number;
    components->visits[components->visit_count++] = (Visit){number, 0};
}

static bool pop_component(Search *search, Components *components, uint32_t root) {
    uint32_t bottom = components->stack_count;
    components->component_count++;
    do search->nodes.items[components->stack[--bottom]].component = components->component_count;
    while (components->stack[bottom] != root);
    const uint32_t *members = components->stack + bottom;
    uint32_t count = components->stack_count - bottom;
    components->stack_count = bottom;
    bool runs = count > 1 || search->nodes.items[root].edge_count > 0;
    return runs && is_bottom(search, members, count, components->component_count) &&
           component_leaks(search, members, count);
}

static bool visit_from(Search *search, Components *components, uint32_t root) {
    bool leaks = false;
    enter(search, components, root);
    while (components->visit_count) {
        Visit *visit = &components->visits[components->visit_count - 1];
        StateNode *node = &search->nodes.items[visit->node];
        if (visit->next < node->edge_count) {
            uint32_t to = search->edges.items[node->first_edge + visit->next++];
            StateNode *other = &search->nodes.items[to];
            if (!other->order)
                enter(search, components, to);
            else if (!other->component && other->order < node->low)
                node->low = other->order;
            continue;
        }
        components->visit_count--;
        StateNode *above = NULL;
        if (components->visit_count) above = &search->nodes.items[components->visits[components->visit_count - 1].node];
        if (above && node->low < above->low) above->low = node->low;
        if (node->low == node->order && pop_component(search, components, visit->node)) leaks = true;
    }
    return leaks;
}

NetOracle net_explore(const Net *net, const int64_t *symbols, uint32_t most_states, Arena *arena) {
    NetOracle result = {.is_complete = true, .waits_at = arena_new_array(arena, bool, net->places.count)};
    Search search = {.arena = arena, .slot_count = 1};
    while (search.slot_count < 2 * most_states + 64) search.slot_count *= 2;
    search.slots = arena_new_array(arena, uint32_t, search.slot_count);
    oracle_net_create(&search.oracle, net, symbols, arena);
    OracleState initial = oracle_initial(&search.oracle);
    add_state(&search, &initial);
    for (uint32_t i = 0; i < search.nodes.count && result.is_complete; i++) {
        if (search.nodes.count > most_states)
            result.is_complete = false;
        else
            expand(&search, i, &result);
    }
    result.state_count = search.nodes.count;
    if (!result.is_complete) return result;
    Components components = {.visits = arena_new_array(arena, Visit, search.nodes.count),
                             .stack = arena_new_array(arena, uint32_t, search.nodes.count)};
    for (uint32_t i = 0; i < search.nodes.count; i++)
        if (!search.nodes.items[i].order && visit_from(&search, &components, i)) result.leaks = true;
    return result;
}
