// SPDX-License-Identifier: MIT
// needs: libjemalloc.so.2
// expect: WARNING: qtrace: data race
// expect: Location is heap block of size 8
// The same, with a block that is handed over without the lock.
#define RACE
#include "allocator_foreign.c"
