// SPDX-License-Identifier: MIT
// Finds tasks of a cooperative scheduler that act on what they read before they let others run: a task reads memory,
// another one of its scheduler writes it, and then the first one writes it by what it has read. The questions are pairs
// of nodes of one function; the state keeps for each call what it has read and who has written it since (state.h), so
// a search that has visited everything without finding one has shown that there is none. No harm is seen where the
// memory holds again what was read, or where the check that let the act happen would come out the same once more.
#pragma once
#include "explorer/machine.h"

typedef struct StalePair {
    FunctionId function;
    NodeId read, act;
    ExprId address; // that is read from
    NodeId check;   // 0: the act uses the value; else the branch that the act hangs on, and
    bool way;       // which way it went
} StalePair;

typedef struct StaleQuestion {
    const Program *program;
    const StalePair *pairs; // sorted by function
    uint32_t count;
    const uint8_t *const *writers; // per function (NULL: none), per node: writes the memory in question
    uint32_t *first;               // per function, and one more: its pairs
    const bool **leads;            // per pair, per node of its function: the act may come
} StaleQuestion;

// Fills in what follows from the pairs.
void stale_prepare(StaleQuestion *question, Arena *arena);

// The machine's task is about to read or write this memory, or has just come to read it.
void stale_note(Machine *machine, Value address, uint64_t size, bool is_write);

// Forgets what no act will ask about any more.
void stale_forget(Machine *machine);
