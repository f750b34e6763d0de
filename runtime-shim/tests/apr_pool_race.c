// SPDX-License-Identifier: MIT
// expect: data race
// packages: apr-util-1 apr-1
#define RACE
#include "apr_pool.c"
