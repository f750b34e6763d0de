// SPDX-License-Identifier: MIT
// needs: libtcmalloc_minimal.so.4
// It brings its own __libc_malloc and kin.
#include "heap_passed.c"
