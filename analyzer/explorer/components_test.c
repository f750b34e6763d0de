// SPDX-License-Identifier: MIT
// Strongly connected components against reachability by repeated search, on random graphs: two states share a
// component when each reaches the other; a component is final when nothing outside can be reached from it.
//   components_test [first seed] [graphs]
#include "explorer/components.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_STATES = 14 };

typedef struct Random {
    uint64_t state; // xorshift64* (Vigna 2016)
} Random;

static uint32_t below(Random *random, uint32_t limit) {
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return (uint32_t)((random->state * 0x2545f4914f6cdd1du) >> 33) % limit;
}

static Search *random_graph(Random *random, Arena *arena) {
    Search *search = arena_new(arena, Search);
    search->arena = arena;
    uint32_t states = 1 + below(random, MOST_STATES), density = 1 + below(random, 3);
    array_push(&search->found, arena, (Found){0});
    for (uint32_t state = 1; state <= states; state++) {
        Found found = {.first_edge = search->targets.count, .edge_count = below(random, density + 1)};
        found.is_open = below(random, 12) == 0;
        found.is_exited = below(random, 12) == 0;
        for (uint32_t edge = 0; edge < found.edge_count; edge++)
            array_push(&search->targets, arena, 1 + below(random, states));
        array_push(&search->found, arena, found);
    }
    return search;
}

typedef bool Reaches[MOST_STATES + 1][MOST_STATES + 1];

static void find_reachable(const Search *search, Reaches reaches) {
    for (uint32_t state = 1; state < search->found.count; state++) {
        const Found *found = &search->found.items[state];
        reaches[state][state] = true;
        for (uint32_t edge = 0; edge < found->edge_count; edge++)
            reaches[state][search->targets.items[found->first_edge + edge]] = true;
    }
    for (uint32_t through = 1; through < search->found.count; through++)
        for (uint32_t from = 1; from < search->found.count; from++)
            for (uint32_t to = 1; to < search->found.count; to++)
                if (reaches[from][through] && reaches[through][to]) reaches[from][to] = true;
}

static bool expected_final(const Search *search, Reaches reaches, uint32_t state) {
    for (uint32_t other = 1; other < search->found.count; other++) {
        if (!reaches[state][other]) continue;
        const Found *found = &search->found.items[other];
        if (!reaches[other][state] || found->is_open || found->is_exited) return false;
    }
    return true;
}

static int compare(uint64_t seed, uint32_t *finals, uint32_t *shared) {
    Random random = {seed * 0x9e3779b97f4a7c15u + 1};
    Arena *arena = arena_create();
    Search *search = random_graph(&random, arena);
    Reaches reaches = {{0}};
    find_reachable(search, reaches);
    Components *components = components_find(search);
    bool *is_final = components_find_final(search, components);
    int wrong = 0;
    for (uint32_t a = 1; a < search->found.count; a++) {
        wrong += components->component[a] < 1 || components->component[a] > components->count;
        bool final = expected_final(search, reaches, a);
        wrong += is_final[components->component[a]] != final;
        *finals += final;
        for (uint32_t b = 1; b < search->found.count; b++) {
            bool together = reaches[a][b] && reaches[b][a];
            wrong += together != (components->component[a] == components->component[b]);
            *shared += together && a != b;
        }
    }
    if (wrong) printf("seed %llu: %d differences\n", (unsigned long long)seed, wrong);
    arena_destroy(arena);
    return wrong != 0;
}

int main(int count, char **arguments) {
    uint64_t first = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    uint64_t graphs = count > 2 ? strtoull(arguments[2], NULL, 10) : 3000;
    uint32_t finals = 0, shared = 0;
    int failures = 0;
    for (uint64_t seed = first; seed < first + graphs; seed++) failures += compare(seed, &finals, &shared);
    printf("%llu graphs, %u states in final components, %u pairs in one, %d different\n", (unsigned long long)graphs,
           finals, shared, failures);
    return failures || !finals || !shared;
}
