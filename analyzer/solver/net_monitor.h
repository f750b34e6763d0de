// SPDX-License-Identifier: MIT
// Monitors in a net (Hoare, Monitors: An Operating System Structuring Concept, 1974; Lampson and Redell, Experience
// with Processes and Monitors in Mesa, 1980): who waits at a condition does so because of what a test said under the
// mutex. When every change that makes the test fail is followed by an end of the wait, the test still holds for
// whoever waits for ever. That is so
//   for broadcasts, and for signals to a condition at which one instance at most ever waits;
//   for signals when the tested cell is a counter that is changed by one under the mutex, each change away from the
//   tested value has a signal of its own, and whoever is woken takes one back before it gives the mutex back, or has
//   seen the test hold again: then there are never more steps away from the value than instances under way.
// What a place knows is found by forward dataflow over the net: which mutexes are held, whether anything else was
// started yet, and what tests have said since the mutex was taken.
#pragma once
#include "solver/net.h"

// Finds the form of each cell, the values before stores, Net.predicates and Net.exclusions.
void net_find_predicates(Net *net);
