// SPDX-License-Identifier: MIT
// Memory in pages of 2 MB, for arenas that hold a whole program: one page fault where there were 512. It is a wish
// only: where the kernel has no such pages (transparent_hugepage "never") the same memory comes in small ones.
#pragma once
#include <stddef.h>

enum { LARGE_PAGE = 2 * 1024 * 1024 };

// size: bytes, a multiple of LARGE_PAGE. Zeroed, aligned to LARGE_PAGE, the caller's until large_pages_free with the
// same size. NULL if there is none; always in builds with AddressSanitizer, which looks for leaks in malloc's memory
// only.
void *large_pages_allocate(size_t size);
void large_pages_free(void *memory, size_t size);
