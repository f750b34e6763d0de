// SPDX-License-Identifier: MIT
// flags: -lpth
// Coroutines of one scheduler run one at a time: nothing between them is a data race, unless it is asked for.
#define RACE
#include "pth_tasks.c"
