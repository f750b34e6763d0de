// SPDX-License-Identifier: MIT
// Kinds of memory by the field's name and offset or the global variable, to say what a call may have changed:
// bit sets per function of the keys that it and what it calls write. Names and offsets stand for types here; two
// structs that share both are one key, which only makes a value count as changed too often.
#pragma once
#include "base/array.h"
#include "link/call_graph.h"

typedef struct FieldKeys FieldKeys;

// Collects the program's keys and what each function may write.
FieldKeys *field_keys_collect(const Program *program, const CallGraph *calls, Arena *arena);

uint32_t field_key_of_field(const FieldKeys *keys, const char *name, int64_t offset); // 0 when never written
uint32_t field_key_of_variable(const FieldKeys *keys, VariableId variable);           // likewise
bool field_keys_may_write(const FieldKeys *keys, FunctionId function, uint32_t key);

// The keys that one function's expressions read: those whose changes its analysis has to follow.
typedef struct TrackedKeys {
    uint32_t *items; // sorted field keys
    uint32_t count;
} TrackedKeys;

typedef struct KeyList {
    ARRAY(uint32_t) list;
} KeyList;

// `more` are keys beside those that the function's own expressions read; it is used up.
TrackedKeys field_keys_tracked(const FieldKeys *keys, FunctionId function, KeyList more, Arena *arena);
uint32_t tracked_key_index(const TrackedKeys *tracked, uint32_t key); // count when it is not tracked
