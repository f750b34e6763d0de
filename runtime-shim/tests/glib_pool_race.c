// SPDX-License-Identifier: MIT
// expect: data race
// packages: glib-2.0
#define RACE
#include "glib_pool.c"
