// SPDX-License-Identifier: MIT
// The explorer's own state: the graph of distinct machine states found so far.
#pragma once
#include "explorer/explore.h"

typedef struct Transition {
    TaskId task;
    bool is_timeout;
    uint8_t choice_count;
    uint8_t *choices;
} Transition;

typedef struct Edge {
    uint32_t from, to;
} Edge;

typedef struct Found {
    Hash hash;
    const State *state;
    uint32_t parent;       // 0 for the first
    Transition transition; // from the parent
    bool is_open;          // a successor was cut or it was not expanded
    bool is_exited;
    uint32_t first_edge; // edges are grouped by source
    uint32_t edge_count;
} Found;

// A misuse that a step committed: the way there is the way to `from`, then `transition`.
typedef struct SeenMisuse {
    Violation violation;
    uint32_t from; // 0: before the first state
    Transition transition;
} SeenMisuse;

typedef struct Search {
    Machine machine;
    Arena *arena;
    ExploreOptions options;
    const Liveness *liveness;
    ARRAY(Found) found; // slot 0 unused
    ARRAY(uint32_t) targets;
    uint32_t *table; // open addressing over found
    uint32_t table_size;
    ARRAY(SeenMisuse) misuses;       // a few of each kind and place
    uint32_t cuts[CUT_REASON_COUNT]; // paths that were not followed on
    uint32_t turns;                  // of the step under way: sequences of choices that were tried
    uint64_t dice;
    bool is_spent;
    struct RaceWatch *races; // NULL: nobody asks for races
    bool has_started;        // some way leads to a first operation or task
    FunctionId root;
    const State *empty; // before the root was entered
} Search;

typedef struct Move {
    TaskId task;
    bool is_timeout;
} Move;

// The next sequence of choices in lexical order, or false after the last.
bool search_next_choices(Machine *machine);

// Makes every move of the state; what is new is found. Whether the budget is at its end.
void search_expand(Search *search, uint32_t id);
bool search_is_spent(const Search *search);

// What can happen next in a state.
uint32_t search_moves(const State *state, Arena *arena, Move **moves);

// Starts the first task: initialisers, then the root, up to the first scheduling points.
void search_enter_root(Machine *machine, FunctionId root);

// Keeps what the step that the machine has just made committed, unless enough of the kind is known.
typedef struct StepMisuses {
    Violation items[8];
    uint32_t count;
} StepMisuses;
StepMisuses misuse_collect(const Search *search);
void misuse_keep(Search *search, const StepMisuses *step, uint32_t from, const Transition *transition);

// Fills exploration->misuses.
void search_view_misuses(Search *search, Exploration *exploration);

// Puts the machine at the state, or before the first one for 0, and makes the transition from there.
void search_replay(Machine *machine, const Search *search, const State *from, const Transition *transition);

// Final components and who is stuck in them: fills exploration->stuck.
void search_find_stuck(Search *search, Exploration *exploration);
