// SPDX-License-Identifier: MIT
// A data race as the checks see it: two accesses in no order to one piece of memory, in the words of the program.
// Each race belongs to the first check in order of the catalogue that accepts it; data-race takes what is left.
#pragma once
#include "checks/names.h"

typedef struct RaceParty {
    CallSite site;
    TaskId task;         // in the execution that shows it; 0: found without one
    FunctionId entry;    // of its task; 0: unknown
    const char *runs_in; // the task as users name it: "worker"
    const char *words;   // what is accessed, as the access writes it: "s->count"
    bool is_write, is_atomic, is_volatile, is_free;
} RaceParty;

typedef struct RaceFact {
    RaceParty first, second; // the write first where only one of them writes
    VariableId variable;     // the memory: a variable, or
    CallSite made;           // where it is allocated; function 0: unknown
    int64_t offset;          // of the second access
    const char *name;        // "counter", "s->count"
} RaceFact;

// "writes 'counter'", "reads 'counter' atomically", "frees 'p'".
const char *race_access_words(const RaceParty *party, Arena *arena);
