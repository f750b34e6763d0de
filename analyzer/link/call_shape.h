// SPDX-License-Identifier: MIT
// Whether a call through a pointer can be meant for a function, by the number and the kinds of its arguments. What
// points to a function may be imprecise, where many pointers lie in one object; programs that call functions by a wrong
// type are rare.
#pragma once
#include "program/program.h"

// True also when nothing can be said: a function declared without parameters takes anything.
bool call_fits(const Program *program, const Node *call, FunctionId callee);
