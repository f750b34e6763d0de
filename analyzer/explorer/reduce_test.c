// SPDX-License-Identifier: MIT
// Partial-order reduction may leave out states, never a way of getting stuck: random programs are explored with and
// without it, and the sets of operations at which tasks are stuck must be equal.
//   reduce_test [first seed] [programs]
#include "explorer/explore.h"
#include "solver/random_program.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Figures {
    uint32_t programs, skipped, buggy, different;
    uint64_t states, reduced_states;
} Figures;

static bool is_stuck_at(const Exploration *exploration, CallSite site) {
    for (uint32_t i = 0; i < exploration->stuck_count; i++)
        for (TaskId id = 1; id < exploration->stuck[i].task_count; id++) {
            const TaskView *task = &exploration->stuck[i].tasks[id];
            if (!task->is_stuck) continue;
            CallSite at = task->stack[task->depth - 1];
            if (at.function == site.function && at.node == site.node) return true;
        }
    return false;
}

static bool covers(const Exploration *exploration, const Exploration *other) {
    for (uint32_t i = 0; i < other->stuck_count; i++)
        for (TaskId id = 1; id < other->stuck[i].task_count; id++) {
            const TaskView *task = &other->stuck[i].tasks[id];
            if (task->is_stuck && !is_stuck_at(exploration, task->stack[task->depth - 1])) return false;
        }
    return true;
}

static Exploration *run(const Program *program, bool reduce, Arena *arena) {
    PointsTo *points_to = points_to_solve(program, arena, 10000000);
    Relevance *relevance = relevance_compute(program, points_to, arena);
    ExploreOptions options = {.state_limit = 30000, .work_limit = 20000000, .reduce = reduce};
    return explore(program, points_to, relevance, program_find_function(program, "main"), &options, arena);
}

static void compare(uint64_t seed, Figures *figures) {
    Arena *arena = arena_create();
    RandomOptions options = {.has_send_cases = seed % 3 != 0,
                             .has_free_values = seed % 4 == 0,
                             .has_endless = seed % 5 == 0,
                             .has_more = seed % 2 == 0,
                             .has_cancel = seed % 7 == 0,
                             .has_races = seed % 3 == 0};
    Program *program = random_program(random_skeleton(seed, options, arena), arena);
    Exploration *all = run(program, false, arena), *reduced = run(program, true, arena);
    figures->programs++;
    if (all->is_bounded || reduced->is_bounded) {
        figures->skipped++;
    } else {
        figures->buggy += all->stuck_count > 0;
        figures->states += all->states;
        figures->reduced_states += reduced->states;
        if (!covers(all, reduced) || !covers(reduced, all)) {
            figures->different++;
            printf("seed %llu: stuck in %u ways without reduction, %u with it\n", (unsigned long long)seed,
                   (unsigned)all->stuck_count, (unsigned)reduced->stuck_count);
        }
    }
    arena_destroy(arena);
}

int main(int count, char **arguments) {
    uint64_t first = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    uint64_t programs = count > 2 ? strtoull(arguments[2], NULL, 10) : 1000;
    Figures figures = {0};
    for (uint64_t seed = first; seed < first + programs; seed++) compare(seed, &figures);
    printf("programs %u, not comparable %u, buggy %u, different %u, states %llu, with reduction %llu\n",
           (unsigned)figures.programs, (unsigned)figures.skipped, (unsigned)figures.buggy, (unsigned)figures.different,
           (unsigned long long)figures.states, (unsigned long long)figures.reduced_states);
    return figures.different || !figures.buggy || figures.reduced_states >= figures.states;
}
