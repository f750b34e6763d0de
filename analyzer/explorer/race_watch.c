// SPDX-License-Identifier: MIT
#include "explorer/race_watch.h"

#include "link/pair_map.h"

#include <string.h>

enum {
    WAYS_OF_A_PAIR = 3,   // what one way there leaves open, another may decide
    TRIES_OF_A_PAIR = 12, // to make sure of it
    MOST_PAIRS = 256
};

// One step from the state at hand.
typedef struct Touch {
    Transition transition;
    AccessLog log;
} Touch;

struct RaceWatch {
    Search *search;
    Arena *kept;  // while the search lasts
    Arena *round; // of one state
    ArenaMark empty;
    ARRAY(Touch) touches;
    AccessLog log; // of the step under way
    PairMap ways, tries;
    uint32_t pair_count;
};

RaceWatch *race_watch_create(Search *search) {
    RaceWatch *races = arena_new(search->arena, RaceWatch);
    *races = (RaceWatch){.search = search, .kept = arena_create(), .round = arena_create()};
    races->empty = arena_mark(races->round);
    return races;
}

void race_watch_destroy(RaceWatch *races) {
    arena_destroy(races->kept);
    arena_destroy(races->round);
}

void race_step_begin(RaceWatch *races, const State *from, Move move) {
    races->log = (AccessLog){.arena = races->round, .from = from, .task = move.task};
    races->search->machine.log = &races->log;
}

void race_step_end(RaceWatch *races, Move move) {
    Machine *machine = &races->search->machine;
    machine->log = NULL;
    if (!races->log.items.count || machine->result == STEP_IMPOSSIBLE) return;
    Touch touch = {{move.task, move.is_timeout, (uint8_t)machine->choice_at, NULL}, races->log};
    touch.transition.choices = arena_new_array(races->round, uint8_t, machine->choice_at + 1);
    memcpy(touch.transition.choices, machine->choices, machine->choice_at);
    array_push(&races->touches, races->round, touch);
}

static uint64_t site_of(const Access *access) {
    return (uint64_t)access->function << 32 | access->node;
}

static uint32_t *count_of(RaceWatch *races, PairMap *map, const Access *one, const Access *other) {
    uint64_t a = site_of(one), b = site_of(other);
    return pair_map_slot(map, races->kept, a < b ? a : b, a < b ? b : a, NULL);
}

// An access of `log` at the same node as `wanted` that still conflicts with `first`.
static const Access *find_again(const AccessLog *log, const Access *wanted, const Access *first) {
    for (uint32_t i = 0; i < log->items.count; i++) {
        const Access *access = &log->items.items[i];
        if (site_of(access) == site_of(wanted) && access_conflict(access, first)) return access;
    }
    return NULL;
}

// Whether the second task still makes its access when the first one has made its step.
static bool follows(RaceWatch *races, Machine *machine, const Touch *second, const Access *wanted, const Access *first,
                    const State *from) {
    const State *between = machine->state;
    bool found = false;
    machine->choice_count = 0;
    do {
        AccessLog log = {.arena = races->round, .from = from, .task = second->transition.task};
        machine->state = state_copy(machine->arena, between, ++machine->stamp);
        machine->result = STEP_GOES_ON;
        machine->choice_at = 0;
        machine->is_resuming = false;
        machine->log = &log;
        machine_step(machine, second->transition.task, second->transition.is_timeout);
        machine->log = NULL;
        found = machine->result != STEP_IMPOSSIBLE && find_again(&log, wanted, first);
    } while (!found && search_next_choices(machine));
    machine->state = state_copy(machine->arena, between, ++machine->stamp);
    return found;
}

static RacingAccess side_of(const Access *access) {
    return (RacingAccess){access->function, access->node,      access->address,
                          access->is_write, access->is_atomic, access->is_free};
}

static ObjectId object_of(const State *state, const Access *access) {
    if (!(access->object & ACCESS_BY_SYMBOL)) return access->object;
    return state->bindings[access->object & ~ACCESS_BY_SYMBOL];
}

static void keep(RaceWatch *races, const Machine *machine, uint32_t state, const Touch *first, const Access *done,
                 const Touch *second, const Access *next) {
    Search *search = races->search;
    Violation violation = {.kind = VIOLATION_RACE,
                           .task = second->transition.task,
                           .function = next->function,
                           .node = next->node,
                           .object = object_of(machine->state, done),
                           .other = first->transition.task,
                           .is_guess = machine->state->is_guessing};
    violation.race = (Race){side_of(done), side_of(next), done->offset, next->offset, done->size, next->size};
    Transition transition = first->transition;
    transition.choices = arena_new_array(search->arena, uint8_t, transition.choice_count + 1);
    memcpy(transition.choices, first->transition.choices, transition.choice_count);
    array_push(&search->misuses, search->arena, (SeenMisuse){violation, state, transition});
}

static bool try_order(RaceWatch *races, uint32_t state, const Touch *first, const Access *done, const Touch *second,
                      const Access *next) {
    Search *search = races->search;
    const State *from = search->found.items[state].state;
    ArenaMark mark = arena_mark(search->arena);
    Machine machine = search->machine;
    machine.completed = NULL;
    machine.violations = (Violations){0};
    search_replay(&machine, search, from, &first->transition);
    bool is_race = machine.result == STEP_GOES_ON && follows(races, &machine, second, next, done, from);
    search->machine.stamp = machine.stamp;
    search->machine.work = machine.work;
    if (is_race)
        keep(races, &machine, state, first, done, second, next);
    else
        arena_rewind(search->arena, mark);
    return is_race;
}

// The write comes first where both orders are possible: the story ends with who sees it.
static void consider(RaceWatch *races, uint32_t state, const Touch *left, const Access *a, const Touch *right,
                     const Access *b) {
    uint32_t *ways = count_of(races, &races->ways, a, b), *tries = count_of(races, &races->tries, a, b);
    if (*ways >= WAYS_OF_A_PAIR || *tries >= TRIES_OF_A_PAIR || (!*ways && races->pair_count >= MOST_PAIRS)) return;
    ++*tries;
    bool is_found = a->is_write
                        ? try_order(races, state, left, a, right, b) || try_order(races, state, right, b, left, a)
                        : try_order(races, state, right, b, left, a) || try_order(races, state, left, a, right, b);
    races->pair_count += is_found && !*ways;
    *ways += is_found;
}

static void compare(RaceWatch *races, uint32_t state, const Touch *left, const Touch *right) {
    for (uint32_t i = 0; i < left->log.items.count; i++)
        for (uint32_t j = 0; j < right->log.items.count; j++)
            if (access_conflict(&left->log.items.items[i], &right->log.items.items[j]))
                consider(races, state, left, &left->log.items.items[i], right, &right->log.items.items[j]);
}

void race_state_end(RaceWatch *races, uint32_t state) {
    for (uint32_t i = 0; i < races->touches.count; i++)
        for (uint32_t j = i + 1; j < races->touches.count; j++) {
            const Touch *left = &races->touches.items[i], *right = &races->touches.items[j];
            if (left->transition.task != right->transition.task) compare(races, state, left, right);
        }
    memset(&races->touches, 0, sizeof races->touches);
    arena_rewind(races->round, races->empty);
}
