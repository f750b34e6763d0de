// SPDX-License-Identifier: MIT
// expect: data race
#define RACE
#include "semaphore.c"
