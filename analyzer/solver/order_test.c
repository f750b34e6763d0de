// SPDX-License-Identifier: MIT
// The order formula against plain exploration, on random nets: equal answers wherever both give one, and every run
// that it gives can be had.
//   order_test [first seed] [programs] [-v]
#include "solver/net_oracle.h"
#include "solver/order.h"
#include "solver/order_replay.h"
#include "solver/random_program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Figures {
    uint32_t programs, skipped, stuck, safe, safe_bound, unverified, hidden, invented, broken_runs;
    uint64_t events, atoms;
} Figures;

static bool gets_stuck(const Net *net, bool has_values, bool *is_complete, Arena *arena) {
    bool is_stuck = false;
    *is_complete = true;
    for (uint32_t choice = 0; choice < (has_values ? 1u << RANDOM_VALUES : 1); choice++) {
        int64_t symbols[RANDOM_VALUES + 1] = {0};
        for (uint32_t i = 0; i < RANDOM_VALUES; i++) symbols[i + 1] = choice >> i & 1;
        NetOracle one = net_explore(net, symbols, 60000, arena);
        *is_complete &= one.is_complete;
        is_stuck |= one.gets_stuck;
    }
    return is_stuck;
}

static void complain(uint64_t seed, const char *what, const RandomSkeleton *skeleton, const Net *net,
                     const OrderResult *result) {
    Text text = {0};
    random_print(skeleton, &text);
    net_print(net, &text);
    for (uint32_t i = 0; i < result->run.count; i++)
        text_format(&text, " %u:t%u", (unsigned)result->run.items[i].instance,
                    (unsigned)result->run.items[i].transition);
    printf("seed %llu: %s\n%s\n", (unsigned long long)seed, what, text_value(&text));
    text_free(&text);
}

static void compare(uint64_t seed, Figures *figures) {
    Arena *arena = arena_create();
    RandomOptions options = {
        .has_send_cases = true, .has_free_values = seed % 2, .has_endless = seed % 5 == 0, .has_more = seed % 4 < 2};
    RandomSkeleton *skeleton = random_skeleton(seed, options, arena);
    Net *net = random_net(skeleton, arena);
    bool is_complete, is_stuck = gets_stuck(net, options.has_free_values, &is_complete, arena);
    OrderResult result = order_decide(net, &(OrderQuestion){0}, arena);
    figures->programs++;
    figures->skipped += !is_complete;
    figures->stuck += result.verdict == ORDER_STUCK;
    figures->safe += result.verdict == ORDER_SAFE && !result.is_cut;
    figures->safe_bound += result.verdict == ORDER_SAFE && result.is_cut;
    figures->unverified += result.verdict == ORDER_UNVERIFIED;
    figures->events += result.event_count;
    figures->atoms += result.atom_count;
    if (is_complete && is_stuck && result.verdict == ORDER_SAFE && !result.is_cut) {
        if (!figures->hidden++) complain(seed, "safe, but a run gets stuck", skeleton, net, &result);
    }
    if (is_complete && !is_stuck && result.verdict == ORDER_STUCK) {
        if (!figures->invented++) complain(seed, "stuck, but no run gets there", skeleton, net, &result);
    }
    if (result.verdict == ORDER_STUCK && !order_run_replays(net, &result, arena)) {
        if (figures->broken_runs++ < 2) complain(seed, "its run cannot be had", skeleton, net, &result);
    }
    arena_destroy(arena);
}

// Forty tasks that send eight times each, and one that receives as often.
static Net *crowded_net(int64_t capacity, Arena *arena) {
    enum { TASKS = 40, SENDS = 8 };
    Net *net = net_create(arena, "crowd");
    NetObject object = {.kind = OBJECT_CHANNEL, .name = "c", .capacity = net_constant(capacity), .is_single = true};
    NetObjectId channel = net_add_object(net, object);
    for (uint32_t task = 0; task <= TASKS; task++) {
        NetTaskId id = net_add_task(net, task ? "sender" : "receiver", net_constant(1));
        NetPlaceId at = net->tasks.items[id].entry;
        for (uint32_t i = 0; i < (task ? SENDS : SENDS * TASKS); i++) {
            NetPlaceId next = net_add_place(net, id);
            net_add_transition(
                net,
                (NetTransition){.from = at, .to = next, .action = task ? NET_SEND : NET_RECEIVE, .object = channel});
            at = next;
        }
        net->places.items[at].is_end = true;
    }
    return net;
}

static bool reports_caps(void) {
    Arena *arena = arena_create();
    bool reports = true;
    for (int64_t capacity = 0; capacity < 2; capacity++) {
        OrderResult result = order_decide(crowded_net(capacity, arena), &(OrderQuestion){0}, arena);
        bool is_told = result.verdict == ORDER_UNVERIFIED && !strcmp(result.reason, "too many orders");
        if (!is_told) printf("capacity %d: %s\n", (int)capacity, order_verdict_name(result.verdict));
        reports &= is_told;
    }
    arena_destroy(arena);
    return reports;
}

int main(int count, char **arguments) {
    uint64_t first = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    uint64_t programs = count > 2 ? strtoull(arguments[2], NULL, 10) : 600;
    Figures figures = {0};
    if (!reports_caps()) return 1;
    for (uint64_t seed = first; seed < first + programs; seed++) compare(seed, &figures);
    printf("programs %u (too big to explore %u), stuck %u, safe %u, safe up to the bound %u, unverified %u; "
           "events %.1f, atoms %.1f on average; hidden %u, invented %u, runs that cannot be had %u\n",
           (unsigned)figures.programs, (unsigned)figures.skipped, (unsigned)figures.stuck, (unsigned)figures.safe,
           (unsigned)figures.safe_bound, (unsigned)figures.unverified, (double)figures.events / figures.programs,
           (double)figures.atoms / figures.programs, (unsigned)figures.hidden, (unsigned)figures.invented,
           (unsigned)figures.broken_runs);
    bool is_wrong = figures.hidden || figures.invented || figures.broken_runs;
    return is_wrong || figures.stuck == 0 || figures.safe == 0;
}
