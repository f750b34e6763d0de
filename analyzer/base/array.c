// SPDX-License-Identifier: MIT
#include "base/array.h"

#include <string.h>

void *array_grow(Arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t item_size) {
    *capacity = *capacity ? *capacity * 2 : 8;
    return array_move(arena, items, count, *capacity, item_size);
}

void *array_move(Arena *arena, void *items, uint32_t count, uint32_t total, size_t item_size) {
    void *bigger = arena_allocate(arena, total * item_size);
    if (count) memcpy(bigger, items, count * item_size);
    return bigger;
}
