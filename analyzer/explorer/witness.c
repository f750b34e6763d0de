// SPDX-License-Identifier: MIT
// Replays the way to a state with the recorded choices and writes down what happened.
#include "explorer/search.h"

#include <string.h>

static uint32_t path_to(const Search *search, uint32_t state, Arena *arena, uint32_t **path) {
    uint32_t length = 0;
    for (uint32_t at = state; at; at = search->found.items[at].parent) length++;
    *path = arena_new_array(arena, uint32_t, length);
    uint32_t index = length;
    for (uint32_t at = state; at; at = search->found.items[at].parent) (*path)[--index] = at;
    return length;
}

static void recall(Machine *machine, const Transition *transition) {
    machine->choice_count = transition->choice_count;
    memcpy(machine->choices, transition->choices, transition->choice_count);
    machine->choice_at = 0;
    machine->result = STEP_GOES_ON;
    machine->is_resuming = false;
}

// That a guess is positive was known when it was made (make_event.c); anything more is a guess about it.
static bool is_certain(const PathConstraint *constraint) {
    return !constraint->right && !constraint->constant && constraint->operator_ == OPERATOR_GREATER;
}

static bool hangs_on_guess(const State *state) {
    bool found = state->is_guessing;
    for (uint32_t i = 0; i < state->constraint_count; i++) {
        const PathConstraint *constraint = &state->constraints[i];
        uint8_t guess = state->is_guess[constraint->left] | state->is_guess[constraint->right];
        found |= guess == GUESS || (guess == GUESS_POSITIVE && !is_certain(constraint));
    }
    return found;
}

static void decide(const Machine *machine, Witness *witness, Arena *arena, struct SmtDump *dump) {
    const State *state = machine->state;
    PathCondition condition = {state->constraints, state->constraint_count, state->sums, state->sum_count,
                               state->symbol_count};
    witness->feasibility = FEASIBILITY_SATISFIABLE;
    if (state->constraint_count) witness->feasibility = feasibility_of_path(&condition, arena, NULL, dump);
    if (witness->feasibility == FEASIBILITY_SATISFIABLE && hangs_on_guess(state))
        witness->feasibility = FEASIBILITY_UNKNOWN;
}

void search_replay(Machine *machine, const Search *search, const State *from, const Transition *transition) {
    machine->state = state_copy(machine->arena, from ? from : search->empty, ++machine->stamp);
    recall(machine, transition);
    if (from)
        machine_step(machine, transition->task, transition->is_timeout);
    else
        search_enter_root(machine, search->root);
}

Witness *explore_witness(Exploration *exploration, const StuckState *stuck, Arena *arena) {
    Search *search = exploration->search;
    Witness *witness = arena_new(arena, Witness);
    witness->trace.arena = arena;
    Machine machine = search->machine;
    machine.arena = arena;
    machine.completed = NULL;
    machine.trace = &witness->trace;
    machine.state = NULL;
    uint32_t *path, length = path_to(search, stuck->state, arena, &path);
    for (uint32_t i = 0; i < length; i++)
        search_replay(&machine, search, machine.state, &search->found.items[path[i]].transition);
    if (stuck->then) search_replay(&machine, search, machine.state, stuck->then);
    decide(&machine, witness, arena, search->options.dump);
    return witness;
}
