// SPDX-License-Identifier: MIT
// expect: data race
#define RACE
#include "c11_threads.c"
