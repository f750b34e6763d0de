// SPDX-License-Identifier: MIT
// Which memory more than one task can reach: global variables, what tasks are started with, what is sent, what code
// outside the program has, and all that pointers there lead to. By abstract site, so what each of several tasks keeps
// to itself is not shared unless its address is.
#pragma once
#include "link/points_to.h"

// Per site, in `arena`.
uint8_t *shared_memory_find(const Program *program, const PointsTo *points_to, Arena *arena);

// The same, but code outside the program is taken to pass no variable of a function on to another task.
uint8_t *shared_memory_find_inside(const Program *program, const PointsTo *points_to, Arena *arena);
