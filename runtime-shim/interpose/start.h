// SPDX-License-Identifier: MIT
// Coroutines that a library starts by itself.
#pragma once
#include "task/task.h"

void start_main(void *frame, size_t stack_size); // the function with this frame is the first on its stack

// How other coroutines of this thread are let run before the process ends (a library that is compiled in says so).
void interpose_yield_with(int (*yield)(void));
