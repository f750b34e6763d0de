// SPDX-License-Identifier: MIT
// Coroutines that a library starts by itself.
#pragma once
#include "task/task.h"

void start_main(void *frame, size_t stack_size); // the function with this frame is the first on its stack
