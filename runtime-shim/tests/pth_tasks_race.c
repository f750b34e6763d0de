// SPDX-License-Identifier: MIT
// expect: data race
// flags: -lpth
// options: order_coroutines=0
#define RACE
#include "pth_tasks.c"
