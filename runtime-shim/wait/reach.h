// SPDX-License-Identifier: MIT
// What the program can still reach when it ends: blocks of the heap that its variables lead to, and the frames that
// called exit. Conservative as a garbage collector is: whatever looks like an address is one. Stacks of tasks that wait
// for ever are no roots, so an object that only they know is known to nobody who could serve them (Go's goroutine leak
// profile decides so, too).
#pragma once
#include "wait/wait.h"

typedef struct Reach Reach;

// In the task that ends the process, once. `frame`: where the frames of the program that called exit begin; 0: main has
// returned. NULL: there is no memory for it.
Reach *reach_mark(const Task *exiting, uintptr_t frame);

// False only when the address lies in a block of the heap that nothing leads to.
bool reach_contains(const Reach *reach, uintptr_t address);

bool reach_is_own_code(uintptr_t address); // in the program itself, not in a library that has threads of its own
