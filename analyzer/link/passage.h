// SPDX-License-Identifier: MIT
// What tasks may step over in a slice for a scope without having to wait there, as long as no task runs but those that
// take part in the slice. A wait that is stepped over may be for somebody who never runs. Not so a lock outside the
// scope whose sections, in all tasks, are closed in one function and hold nothing of the slice: whoever takes part is
// in no such section when he stops, so the lock is free. A search that goes no further than where a task may have to
// wait therefore sees executions of the program only, though it sees a part of them.
#pragma once
#include "link/relevance.h"

typedef struct Passage Passage;

// For the slice as it is now; valid until the slicer makes the next one.
// Not the arena of the exploration: that one is wound back at each step.
Passage *passage_create(ScopeMap *map, const Relevance *slice, Arena *arena);

// Whether something on a way from `from` to the next relevant nodes may wait for another task; noted as a hindrance.
bool passage_is_hindered(Passage *passage, FunctionId function, NodeId from);

// Whether the operation, on objects outside the scope, may wait; noted likewise.
bool passage_is_hindered_at(Passage *passage, FunctionId function, NodeId node);

// Objects outside the scope that made somebody wait; each once, ascending.
typedef struct ObjectList {
    const ScopeObjectId *items;
    uint32_t count;
} ObjectList;
ObjectList passage_hindrances(Passage *passage);
