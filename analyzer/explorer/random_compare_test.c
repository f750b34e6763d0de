// SPDX-License-Identifier: MIT
// The same random programs through everything: the explorer runs the Program, net_build makes a net of it, plain
// exploration runs that net, and the marking equations decide it. A proof must never hide a stuck state that either
// exploration finds.
//   random_compare_test [first seed] [programs] [-v]
#include "explorer/explore.h"
#include "solver/marking.h"
#include "solver/net_build.h"
#include "solver/net_oracle.h"
#include "solver/random_program.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Figures {
    uint32_t programs, skipped, buggy, proved, hidden, unverified, gaps;
    uint32_t net_misses; // the explorer finds a stuck state that the net does not have
    uint32_t net_extra;  // the net has one that the explorer does not find
} Figures;

static void complain(uint64_t seed, const char *what, const RandomSkeleton *skeleton, const Program *program,
                     const Net *net) {
    Text text = {0};
    random_print(skeleton, &text);
    program_print(program, &text);
    net_print(net, &text);
    printf("seed %llu: %s\n%s", (unsigned long long)seed, what, text_value(&text));
    text_free(&text);
}

// Joins what plain exploration sees for values 0 and 1 of every symbol.
static NetOracle explore_net(const Net *net, Arena *arena) {
    NetOracle joined = {.is_complete = net->symbols.count <= 5};
    for (uint32_t choice = 0; joined.is_complete && choice < 1u << (net->symbols.count - 1); choice++) {
        int64_t *symbols = arena_new_array(arena, int64_t, net->symbols.count);
        for (uint32_t i = 1; i < net->symbols.count; i++) symbols[i] = choice >> (i - 1) & 1;
        NetOracle one = net_explore(net, symbols, 60000, arena);
        joined.is_complete &= one.is_complete;
        joined.leaks |= one.leaks;
        joined.misuses |= one.misuses;
    }
    return joined;
}

static void compare(uint64_t seed, Figures *figures, bool prints) {
    Arena *arena = arena_create();
    RandomOptions options = {
        .has_send_cases = seed % 3 != 0, .has_free_values = seed % 4 == 0, .has_endless = seed % 5 == 0};
    RandomSkeleton *skeleton = random_skeleton(seed, options, arena);
    Program *program = random_program(skeleton, arena);
    PointsTo *points_to = points_to_solve(program, arena, 10000000);
    Relevance *relevance = relevance_compute(program, points_to, arena);
    FunctionId root = program_find_function(program, "main");
    ExploreOptions limits = {.state_limit = 50000, .work_limit = 20000000, .reduce = false};
    Exploration *run = explore(program, points_to, seed % 2 ? relevance : NULL, root, &limits, arena);
    Net *net = net_build(program, points_to, seed % 2 ? relevance : NULL, &root, 1, "random", arena);
    MarkingResult result = marking_decide(net, &(MarkingQuestion){0}, arena);
    NetOracle oracle = explore_net(net, arena);
    bool is_buggy = run->stuck_count > 0, is_proved = result.verdict == MARKING_SAFE_ALL;
    figures->programs++;
    if (!is_buggy && (run->is_bounded || run->verdict == VERDICT_UNVERIFIED)) figures->skipped++;
    figures->buggy += is_buggy;
    figures->proved += is_proved;
    figures->unverified += result.verdict == MARKING_UNVERIFIED;
    figures->gaps += net->gaps.count > 0;
    if (is_proved && (is_buggy || (oracle.is_complete && (oracle.leaks || oracle.misuses)))) {
        figures->hidden++;
        complain(seed, "proved safe, but a run gets stuck", skeleton, program, net);
    }
    if (oracle.is_complete && is_buggy && !oracle.leaks && !net->gaps.count) {
        if (!figures->net_misses++ || prints) complain(seed, "the net lost a stuck state", skeleton, program, net);
    }
    bool is_safe_run = !is_buggy && !run->is_bounded && run->verdict != VERDICT_UNVERIFIED;
    if (oracle.is_complete && is_safe_run && oracle.leaks && !options.has_free_values) {
        figures->net_extra++;
        if (prints) complain(seed, "the net has a stuck state that the program has not", skeleton, program, net);
    }
    arena_destroy(arena);
}

int main(int count, char **arguments) {
    uint64_t first = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    uint64_t programs = count > 2 ? strtoull(arguments[2], NULL, 10) : 2000;
    Figures figures = {0};
    for (uint64_t seed = first; seed < first + programs; seed++) compare(seed, &figures, count > 3);
    printf("programs %u (not fully explored %u), buggy %u, proved %u, unverified %u, with gaps %u, hidden %u; "
           "stuck states that the net lost %u, that it has besides %u\n",
           (unsigned)figures.programs, (unsigned)figures.skipped, (unsigned)figures.buggy, (unsigned)figures.proved,
           (unsigned)figures.unverified, (unsigned)figures.gaps, (unsigned)figures.hidden, (unsigned)figures.net_misses,
           (unsigned)figures.net_extra);
    return figures.hidden || figures.net_misses || figures.proved == 0 || figures.buggy == 0;
}
