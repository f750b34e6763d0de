// SPDX-License-Identifier: MIT
// What runs in a handler: the functions that it comes to over calls that mean one function each, without the ways that
// the constants passed on rule out (a parameter that is the same constant in all these calls; Callahan, Cooper,
// Kennedy, Torczon 1986). A call over a pointer that may mean several functions is not followed. What functions that
// tasks use too do under a condition may just not happen in handlers: certain is what such a function cannot avoid, and
// all that functions do that only handlers lead to.
#pragma once
#include "checks/inspection.h"

typedef struct HandlerWalk HandlerWalk;

// `is_handler`, per function: all that are known to be handlers.
HandlerWalk *handler_walk(const Inspection *inspection, FunctionId handler, const bool *is_handler, Arena *arena);

typedef struct HandlerFunctions {
    const FunctionId *items;
    uint32_t count;
} HandlerFunctions;

HandlerFunctions handler_walk_functions(const HandlerWalk *walk); // the handler first, nearer ones before others
CallSite handler_walk_entered_at(const HandlerWalk *walk, FunctionId function); // the call that led there first
bool handler_walk_comes_to(const HandlerWalk *walk, CallSite site);
bool handler_walk_is_certain(const HandlerWalk *walk, CallSite site); // of one that it comes to
