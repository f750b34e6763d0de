// SPDX-License-Identifier: MIT
// needs: libmimalloc.so.2
// It brings its own __libc_malloc and kin.
#include "heap_passed.c"
