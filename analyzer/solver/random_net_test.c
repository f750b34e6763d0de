// SPDX-License-Identifier: MIT
// The marking equations against plain exploration, on random nets: a proof must never hide a stuck state.
//   random_net_test [first seed] [programs]
#include "solver/marking.h"
#include "solver/net_oracle.h"
#include "solver/random_program.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Figures {
    uint32_t programs, skipped, buggy, proved, ranked, hidden, sites_proved, sites_hidden, unverified, misuses, leaky;
} Figures;

// Explores for each assignment of the free values and joins what it saw.
static NetOracle explore_all(const Net *net, bool has_values, Arena *arena) {
    NetOracle joined = {.is_complete = true, .waits_at = arena_new_array(arena, bool, net->places.count)};
    for (uint32_t choice = 0; choice < (has_values ? 1u << RANDOM_VALUES : 1); choice++) {
        int64_t symbols[RANDOM_VALUES + 1] = {0};
        for (uint32_t i = 0; i < RANDOM_VALUES; i++) symbols[i + 1] = choice >> i & 1;
        NetOracle one = net_explore(net, symbols, 60000, arena);
        joined.is_complete &= one.is_complete;
        joined.gets_stuck |= one.gets_stuck;
        joined.leaks |= one.leaks;
        joined.misuses |= one.misuses;
        for (NetPlaceId i = 1; i < net->places.count; i++) joined.waits_at[i] |= one.waits_at[i];
    }
    return joined;
}

static void complain(uint64_t seed, const char *what, const RandomSkeleton *skeleton, const Net *net) {
    Text text = {0};
    random_print(skeleton, &text);
    net_print(net, &text);
    printf("seed %llu: %s\n%s", (unsigned long long)seed, what, text_value(&text));
    text_free(&text);
}

static void compare_sites(const Net *net, const NetOracle *oracle, Figures *figures, Arena *arena) {
    for (NetPlaceId place = 1; place < net->places.count; place++) {
        if (!net_place_may_wait(net, place)) continue;
        MarkingResult result = marking_decide(net, &(MarkingQuestion){.waiting_at = place, .skip_ranks = true}, arena);
        if (result.verdict != MARKING_SAFE_ALL) continue;
        figures->sites_proved++;
        if (!oracle->waits_at[place]) continue;
        figures->sites_hidden++;
        printf("place %u is proved, but an instance waits there\n", (unsigned)place);
    }
}

static void compare(uint64_t seed, Figures *figures) {
    Arena *arena = arena_create();
    RandomOptions options = {
        .has_send_cases = true, .has_free_values = seed % 2, .has_endless = seed % 3 == 0, .has_more = seed % 4 < 2};
    RandomSkeleton *skeleton = random_skeleton(seed, options, arena);
    Net *net = random_net(skeleton, arena);
    NetOracle oracle = explore_all(net, options.has_free_values, arena);
    figures->programs++;
    if (!oracle.is_complete) {
        figures->skipped++;
        arena_destroy(arena);
        return;
    }
    MarkingResult result = marking_decide(net, &(MarkingQuestion){0}, arena);
    figures->buggy += oracle.gets_stuck;
    figures->leaky += oracle.leaks && !oracle.gets_stuck;
    figures->misuses += oracle.misuses;
    figures->proved += result.verdict == MARKING_SAFE_ALL;
    figures->ranked += result.verdict == MARKING_SAFE_ALL && result.used_ranks;
    figures->unverified += result.verdict == MARKING_UNVERIFIED;
    if (result.verdict == MARKING_SAFE_ALL && (oracle.leaks || oracle.misuses)) {
        figures->hidden++;
        complain(seed, "proved safe, but a run gets stuck", skeleton, net);
    }
    uint32_t hidden_before = figures->sites_hidden;
    if (seed % 8 == 0) compare_sites(net, &oracle, figures, arena);
    if (figures->sites_hidden > hidden_before) complain(seed, "a site is proved wrongly", skeleton, net);
    arena_destroy(arena);
}

int main(int count, char **arguments) {
    uint64_t first = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    uint64_t programs = count > 2 ? strtoull(arguments[2], NULL, 10) : 1000;
    Figures figures = {0};
    for (uint64_t seed = first; seed < first + programs; seed++) compare(seed, &figures);
    printf("programs %u (too big to explore %u), buggy %u (+%u that leak while others run), misuses %u, "
           "proved %u (%u by ranks), unverified %u, hidden %u; sites proved %u, hidden %u\n",
           (unsigned)figures.programs, (unsigned)figures.skipped, (unsigned)figures.buggy, (unsigned)figures.leaky,
           (unsigned)figures.misuses, (unsigned)figures.proved, (unsigned)figures.ranked, (unsigned)figures.unverified,
           (unsigned)figures.hidden, (unsigned)figures.sites_proved, (unsigned)figures.sites_hidden);
    return figures.hidden || figures.sites_hidden || figures.proved == 0 || figures.buggy == 0;
}
