// SPDX-License-Identifier: MIT
// setjmp and longjmp: what a task was like where setjmp was called, so that a jump there leaves the functions, calls of
// libraries and signal handlers that it jumps out of. A place is known by the stack pointer that setjmp saves, as in
// ThreadSanitizer: it is in every copy of the buffer, and all places below it are gone when setjmp is called again.
#pragma once
#include "task/task.h"

// setjmp is called; the stack pointer of its caller is `stack`.
void jump_note(Task *task, uintptr_t stack);

// The task goes on where setjmp was called with this stack pointer. False: not known, nothing changes. Its locks stay
// held. `was_waiting`: whether it was inside a wait already when setjmp was called.
bool jump_back(Task *task, uintptr_t stack, bool *was_waiting);

void jump_forget_all(Task *task); // it ends
