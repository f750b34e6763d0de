// SPDX-License-Identifier: MIT
// Selects that are written as several calls (SelectPart), and receives that return the address of what they received.
// Part of lowering calls; only this room includes it.
#pragma once
#include "program/program.h"

#include <clang-c/Index.h>

struct Lowering;

// A select whose last call is still to come.
typedef struct OpenSelect {
    Place place, macro_place; // of its first call
    const char *text;
    ExprId records, timeout;
    ExprId received;       // where the case that was added last receives to; 0: nowhere
    ARRAY(int64_t) values; // of each case: what the program wants to get for it
} OpenSelect;

// Whether the call is a part of a select, and its value.
bool lower_select_part(struct Lowering *lowering, CXCursor cursor, const Node *call, const Api *api, ExprId *value);

// The address of memory for what a receive returns the address of, also appended to the call's arguments; or 0.
ExprId lower_returned_element(struct Lowering *lowering, Node *call, const Api *api);
