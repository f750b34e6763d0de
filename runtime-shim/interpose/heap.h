// SPDX-License-Identifier: MIT
// Blocks of the heap for those that hand them to the program.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { HEAP_ANY_ALIGNMENT = 0 };

void *heap_take(size_t size, size_t alignment, uintptr_t counter); // NULL: there is none left
void heap_give(void *block, uintptr_t counter);                    // may be NULL
