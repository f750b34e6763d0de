// SPDX-License-Identifier: MIT
// The same random programs through everything: the explorer with and without its reduction, the marking equations, the
// order formula, and a plain exploration of the net without any reduction. A proof must never hide a stuck state that
// somebody finds, what is exact must agree, and every way to a stuck state must be there when it is gone again.
//   random_compare_test [first seed] [programs] [-v]
#include "explorer/guide.h"
#include "explorer/ladder.h"
#include "solver/net_build.h"
#include "solver/net_oracle.h"
#include "solver/order_replay.h"
#include "solver/random_program.h"
#include "solver/z3_version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Figures {
    uint32_t programs, buggy, reduced, plain, marking_safe, order_safe, order_stuck, net;
    uint32_t unverified, gaps, guided, runs;
    uint32_t extra; // the net has a stuck state that the explorer does not find
    uint32_t wrong;
} Figures;

// One program and what everybody says of it.
typedef struct Case {
    uint64_t seed;
    RandomOptions options;
    const RandomSkeleton *skeleton;
    const Program *program;
    const PointsTo *points_to;
    const Relevance *relevance;
    FunctionId root;
    Exploration *reduced, *plain;
    const Net *net;
    MarkingResult marking;
    OrderResult order;
    NetOracle oracle;
} Case;

static void complain(const Case *at, Figures *figures, const char *what) {
    if (figures->wrong++ > 2) return;
    Text text = {0};
    random_print(at->skeleton, &text);
    program_print(at->program, &text);
    net_print(at->net, &text);
    for (uint32_t i = 0; i < at->order.run.count; i++)
        text_format(&text, " t%u", (unsigned)at->order.run.items[i].transition);
    printf("seed %llu: %s\n%s\n", (unsigned long long)at->seed, what, text_value(&text));
    text_free(&text);
}

// The symbols that anything depends on; false when they are too many.
static bool find_used(const Net *net, NetSymbolId *used, uint32_t *used_count) {
    *used_count = 0;
    for (NetSymbolId i = 1; i < net->symbols.count; i++) {
        bool is_used = false;
        for (uint32_t k = 0; k < net->guards.count; k++)
            is_used |= net->guards.items[k].left == i || net->guards.items[k].right == i;
        for (uint32_t k = 0; k < net->objects.count; k++) is_used |= net->objects.items[k].capacity.symbol == i;
        for (uint32_t k = 0; k < net->places.count; k++) is_used |= net->places.items[k].trip.symbol == i;
        for (uint32_t k = 0; k < net->transitions.count; k++) is_used |= net->transitions.items[k].amount.symbol == i;
        if (!is_used) continue;
        if (*used_count == 4) return false;
        used[(*used_count)++] = i;
    }
    return true;
}

// Joins what plain exploration sees for values 0 and 1 of every symbol.
static NetOracle explore_net(const Net *net, Arena *arena) {
    NetSymbolId used[4];
    uint32_t used_count;
    NetOracle joined = {.is_complete = find_used(net, used, &used_count)};
    for (uint32_t choice = 0; joined.is_complete && choice < 1u << used_count; choice++) {
        int64_t *symbols = arena_new_array(arena, int64_t, net->symbols.count);
        for (uint32_t i = 0; i < used_count; i++) symbols[used[i]] = choice >> i & 1;
        NetOracle one = net_explore(net, symbols, 20000, arena);
        joined.is_complete &= one.is_complete;
        joined.leaks |= one.leaks;
        joined.gets_stuck |= one.gets_stuck;
        joined.misuses |= one.misuses;
    }
    return joined;
}

static Exploration *run(const Case *at, bool reduce, const Guide *guide, Arena *arena) {
    ExploreOptions options = {.state_limit = 20000, .work_limit = 4000000, .reduce = reduce, .guide = guide};
    return explore(at->program, at->points_to, at->relevance, at->root, &options, arena);
}

static bool is_whole(const Exploration *exploration) {
    return !exploration->is_spent && !exploration->is_bounded;
}

// Whether the recorded steps lead to that very state, and their conditions can hold together.
static bool witness_replays(Exploration *exploration, const StuckState *stuck, Arena *arena) {
    const Search *search = exploration->search;
    uint32_t length = 0, path[4000];
    for (uint32_t at = stuck->state; at && length < 4000; at = search->found.items[at].parent) path[length++] = at;
    Machine machine = search->machine;
    machine.arena = arena;
    machine.completed = NULL;
    const State *state = NULL;
    while (length) {
        search_replay(&machine, search, state, &search->found.items[path[--length]].transition);
        state = machine.state;
        Hash hash = state_hash(state, search->liveness, arena);
        if (memcmp(&hash, &search->found.items[path[length]].hash, sizeof hash)) return false;
    }
    return explore_witness(exploration, stuck, arena)->feasibility != FEASIBILITY_UNSATISFIABLE;
}

static void check_explorers(const Case *at, Figures *figures, Arena *arena) {
    bool reduced = at->reduced->stuck_count > 0, plain = at->plain->stuck_count > 0;
    if (is_whole(at->reduced) && is_whole(at->plain) && reduced != plain)
        complain(at, figures, "the explorer's reduction changes the answer");
    for (uint32_t i = 0; i < at->reduced->stuck_count && i < 2; i++)
        if (!witness_replays(at->reduced, &at->reduced->stuck[i], arena))
            complain(at, figures, "a witness does not replay");
}

static void check_marking(const Case *at, Figures *figures) {
    if (at->marking.verdict != MARKING_SAFE_ALL) return;
    if (at->plain->stuck_count || at->reduced->stuck_count)
        complain(at, figures, "the marking equations hide a stuck state of the program");
    if (at->oracle.is_complete && (at->oracle.leaks || at->oracle.misuses))
        complain(at, figures, "the marking equations hide a stuck state of the net");
    if (at->order.verdict == ORDER_STUCK && !at->order.is_free)
        complain(at, figures, "the order formula has a run of what is proved safe");
}

static void check_order(const Case *at, Figures *figures, Arena *arena) {
    bool is_safe = at->order.verdict == ORDER_SAFE && !at->order.is_cut;
    if (is_safe && at->oracle.is_complete && at->oracle.gets_stuck)
        complain(at, figures, "the order formula hides a stuck state of the net");
    if (is_safe && at->plain->has_dead_end) complain(at, figures, "the order formula hides a stuck state");
    if (at->order.verdict != ORDER_STUCK || at->order.is_free) return;
    if (at->oracle.is_complete && !at->oracle.gets_stuck) complain(at, figures, "the order formula invents a run");
    if (at->oracle.is_complete && !order_run_replays(at->net, &at->order, arena))
        complain(at, figures, "a run of the order formula cannot be had");
}

static void check_net(const Case *at, Figures *figures) {
    if (!at->oracle.is_complete || at->net->gaps.count) return;
    if (at->plain->stuck_count && !at->oracle.leaks) complain(at, figures, "the net lost a stuck state");
    if (is_whole(at->plain) && !at->plain->stuck_count && at->oracle.leaks) figures->extra++;
}

// Leads the explorer along the order formula's run; what it finds must be what exploring everything finds.
static void check_guided(const Case *at, Figures *figures, Arena *arena) {
    if (at->order.verdict != ORDER_STUCK || !at->plain->has_dead_end) return;
    ARRAY(GuideStep) steps = {0};
    for (uint32_t i = 0; i < at->order.run.count; i++) {
        NetSource source = at->net->transitions.items[at->order.run.items[i].transition].source;
        if (source.label) array_push(&steps, arena, (GuideStep){source.function, source.node});
    }
    Guide guide = {steps.items, steps.count, true};
    Exploration *guided = run(at, false, &guide, arena);
    figures->runs++;
    figures->guided += guided->stuck_count > 0;
    for (uint32_t i = 0; i < guided->stuck_count; i++)
        if (!witness_replays(guided, &guided->stuck[i], arena))
            complain(at, figures, "a guided witness does not replay");
}

static void count(const Case *at, Figures *figures) {
    figures->programs++;
    figures->buggy += at->plain->stuck_count > 0;
    figures->reduced += at->reduced->stuck_count > 0 || is_whole(at->reduced);
    figures->plain += at->plain->stuck_count > 0 || is_whole(at->plain);
    figures->marking_safe += at->marking.verdict == MARKING_SAFE_ALL;
    figures->order_safe += at->order.verdict == ORDER_SAFE;
    figures->order_stuck += at->order.verdict == ORDER_STUCK;
    figures->net += at->oracle.is_complete;
    figures->unverified += at->marking.verdict == MARKING_UNVERIFIED;
    figures->gaps += at->net->gaps.count > 0;
}

static void compare(uint64_t seed, Figures *figures) {
    Arena *arena = arena_create();
    Case at = {.seed = seed};
    at.options = (RandomOptions){.has_send_cases = seed % 3 != 0,
                                 .has_free_values = seed % 4 == 0,
                                 .has_endless = seed % 10 == 0,
                                 .has_more = seed % 3 != 1,
                                 .has_cancel = seed % 5 == 2,
                                 .has_monitors = seed % 3 != 1 && seed % 11 < 4,
                                 .has_sends_to_all = seed % 13 < 3,
                                 .has_races = seed % 7 == 3};
    at.skeleton = random_skeleton(seed, at.options, arena);
    at.program = random_program(at.skeleton, arena);
    at.points_to = points_to_solve(at.program, arena, 10000000);
    if (seed % 2) at.relevance = relevance_compute(at.program, at.points_to, arena);
    at.root = program_find_function(at.program, "main");
    at.plain = run(&at, false, NULL, arena);
    at.reduced = run(&at, true, NULL, arena);
    at.net = net_build(at.program, at.points_to, at.relevance, &at.root, 1, "random", arena);
    at.marking = marking_decide(at.net, &(MarkingQuestion){.skip_ranks = seed % 4 != 0}, arena);
    at.order = order_decide(at.net, &(OrderQuestion){0}, arena);
    at.oracle = explore_net(at.net, arena);
    count(&at, figures);
    check_explorers(&at, figures, arena);
    check_marking(&at, figures);
    check_order(&at, figures, arena);
    check_net(&at, figures);
    if (seed % 4 == 0) check_guided(&at, figures, arena);
    arena_destroy(arena);
}

int main(int argument_count, char **arguments) {
    uint64_t first = argument_count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    uint64_t programs = argument_count > 2 ? strtoull(arguments[2], NULL, 10) : 1250;
    Figures figures = {0};
    z3_keep_context();
    for (uint64_t seed = first; seed < first + programs; seed++) compare(seed, &figures);
    printf(
        "programs %u, buggy %u; decided by the explorer %u, without reduction %u, by the marking equations %u safe, by "
        "the order formula %u safe and %u stuck, by exploring the net %u; unverified %u, nets with gaps %u, guided to "
        "a stuck state %u of %u, stuck states that the net has besides %u; wrong %u\n",
        (unsigned)figures.programs, (unsigned)figures.buggy, (unsigned)figures.reduced, (unsigned)figures.plain,
        (unsigned)figures.marking_safe, (unsigned)figures.order_safe, (unsigned)figures.order_stuck,
        (unsigned)figures.net, (unsigned)figures.unverified, (unsigned)figures.gaps, (unsigned)figures.guided,
        (unsigned)figures.runs, (unsigned)figures.extra, (unsigned)figures.wrong);
    return figures.wrong || figures.marking_safe == 0 || figures.buggy == 0 || figures.order_stuck == 0;
}
