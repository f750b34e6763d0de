// SPDX-License-Identifier: MIT
#include "explorer/components.h"

typedef struct Tarjan {
    uint32_t *index, *low, *component; // per state; component 0 while unassigned
    uint32_t *stack, *work, *at_edge;
    uint32_t stack_count, next_index, count;
} Tarjan;

static uint32_t edge_target(const Search *search, uint32_t state, uint32_t edge) {
    return search->targets.items[search->found.items[state].first_edge + edge];
}

static void close_component(Tarjan *components, uint32_t root) {
    components->count++;
    uint32_t state;
    do {
        state = components->stack[--components->stack_count];
        components->component[state] = components->count;
    } while (state != root);
}

static void open_state(Tarjan *components, uint32_t state) {
    components->index[state] = components->low[state] = ++components->next_index;
    components->stack[components->stack_count++] = state;
    components->at_edge[state] = 0;
}

static void visit(const Search *search, Tarjan *components, uint32_t root) {
    uint32_t depth = 0;
    open_state(components, root);
    components->work[depth++] = root;
    while (depth) {
        uint32_t state = components->work[depth - 1];
        if (components->at_edge[state] < search->found.items[state].edge_count) {
            uint32_t target = edge_target(search, state, components->at_edge[state]++);
            if (!components->index[target]) {
                open_state(components, target);
                components->work[depth++] = target;
            } else if (!components->component[target] && components->index[target] < components->low[state]) {
                components->low[state] = components->index[target];
            }
            continue;
        }
        if (components->low[state] == components->index[state]) close_component(components, state);
        if (--depth && components->low[state] < components->low[components->work[depth - 1]])
            components->low[components->work[depth - 1]] = components->low[state];
    }
}

Components *components_find(const Search *search) {
    Tarjan *components = arena_new(search->arena, Tarjan);
    uint32_t count = search->found.count;
    components->index = arena_new_array(search->arena, uint32_t, count);
    components->low = arena_new_array(search->arena, uint32_t, count);
    components->component = arena_new_array(search->arena, uint32_t, count);
    components->stack = arena_new_array(search->arena, uint32_t, count);
    components->work = arena_new_array(search->arena, uint32_t, count);
    components->at_edge = arena_new_array(search->arena, uint32_t, count);
    for (uint32_t state = 1; state < count; state++)
        if (!components->index[state]) visit(search, components, state);
    Components *found = arena_new(search->arena, Components);
    *found = (Components){components->component, components->count};
    return found;
}

bool *components_find_final(const Search *search, const Components *components) {
    bool *is_final = arena_new_array(search->arena, bool, components->count + 1);
    for (uint32_t i = 1; i <= components->count; i++) is_final[i] = true;
    for (uint32_t state = 1; state < search->found.count; state++) {
        const Found *found = &search->found.items[state];
        uint32_t own = components->component[state];
        if (found->is_open || found->is_exited) is_final[own] = false;
        for (uint32_t edge = 0; edge < found->edge_count; edge++)
            if (components->component[edge_target(search, state, edge)] != own) is_final[own] = false;
    }
    return is_final;
}
