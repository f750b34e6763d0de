// SPDX-License-Identifier: MIT
// What is wrong about a thread that ends.
#pragma once
#include "task/task.h"

void report_ignores(const Task *task); // it had switched checking off, and not on again
