// SPDX-License-Identifier: MIT
// What a task has surely done before it comes to a place: taken certain locks, or passed certain onces; and which onces
// it is inside of. Objects are numbered: onces that calls name exactly, and locks that are held where tasks are
// started; the first 64 in program order.
#pragma once
#include "races/search.h"

typedef uint64_t ObjectBits;

// The bit of an object; 0 when it has none.
ObjectBits history_bit(RaceSearch *search, Pointee object);

// Passed since the task began.
ObjectBits history_of_task(RaceSearch *search, TaskClassId task, CallSite site);

// Passed since `ancestor` started the task, or the task's ancestor on the way; 0: since the program began.
ObjectBits history_since(RaceSearch *search, TaskClassId ancestor, TaskClassId task, CallSite site);

// Onces in whose functions, or below them, the place lies.
ObjectBits history_inside(RaceSearch *search, TaskClassId task, FunctionId function);
