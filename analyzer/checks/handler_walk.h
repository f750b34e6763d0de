// SPDX-License-Identifier: MIT
// What surely runs in a handler: the functions that it comes to over calls that mean one function each, without the
// ways that the constants passed on rule out (a parameter that is the same constant in all these calls; Callahan,
// Cooper, Kennedy, Torczon 1986). A call over a pointer that may mean several functions is not followed.
#pragma once
#include "checks/inspection.h"

typedef struct HandlerWalk HandlerWalk;

HandlerWalk *handler_walk(const Inspection *inspection, FunctionId handler, Arena *arena);

typedef struct HandlerFunctions {
    const FunctionId *items;
    uint32_t count;
} HandlerFunctions;

HandlerFunctions handler_walk_functions(const HandlerWalk *walk); // the handler first, nearer ones before others
CallSite handler_walk_entered_at(const HandlerWalk *walk, FunctionId function); // the call that led there first
bool handler_walk_comes_to(const HandlerWalk *walk, CallSite site);
