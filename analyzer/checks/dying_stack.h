// SPDX-License-Identifier: MIT
// Tasks that are given the address of a local variable of a function that ends without having waited for anything:
// no join, no message, lock, semaphore, condition or atomic stands on any way from the start to the end, and no call of
// something unknown. So the task may still use what is gone. Read from the program, without exploring.
#pragma once
#include "checks/inspection.h"

typedef struct DyingStack {
    CallSite spawn;
    VariableId variable; // a local one of the function that spawns
    CallSite use;        // in the task, where it is read or written
    FunctionId entry;    // of the task
    CallSite end;        // where the function ends, or the thread by pthread_exit
} DyingStack;

typedef struct DyingStacks {
    ARRAY(DyingStack) list; // one for each spawn and variable
} DyingStacks;

DyingStacks dying_stack_find(const Inspection *inspection);
