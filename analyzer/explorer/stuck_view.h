// SPDX-License-Identifier: MIT
// What outsiders see of a stuck state: tasks with their stacks and waits, objects with their contents.
#pragma once
#include "explorer/search.h"

void stuck_view_task(const Search *search, const State *state, TaskId id, TaskView *view);
void stuck_view_reaches(const Search *search, const State *state, StuckState *stuck); // costs the most: for those kept
void stuck_view_objects(const Search *search, const State *state, StuckState *stuck);

// A server at rest: it has received before, holds no lock and would go on serving.
bool stuck_is_idle(const Search *search, const State *state, TaskId id);
