// SPDX-License-Identifier: MIT
// Which fields functions are kept in. A function whose address is only ever stored in fields is called through a field
// of one of these names, however many function pointers points-to finds in the object (multi-layer type analysis,
// Lu and Hu, CCS 2019, by names).
#pragma once
#include "program/program.h"

typedef struct CallFields CallFields;

CallFields *call_fields_collect(const Program *program, Arena *arena);

// Whether the call's pointer may come from where the function is kept; true when the call reads no field, or the
// function's address goes other ways as well.
bool call_fields_fit(const CallFields *fields, const Node *call, FunctionId callee);
