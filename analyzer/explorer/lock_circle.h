// SPDX-License-Identifier: MIT
// Looks for a state in which tasks wait in a circle for locks that the next one holds. Nobody can end that, whatever
// others do: a lock is given back by its holder (of libraries where anybody may give it back the caller asks nothing).
// Such a state is a stuck state by itself, so nothing behind it is explored, nor what the tasks outside the circle do.
#pragma once
#include "explorer/search.h"

// Expands breadth first until a new state has a circle; that one is the exploration's stuck state.
void lock_circle_search(Search *search, Exploration *exploration);
