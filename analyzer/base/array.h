// SPDX-License-Identifier: MIT
// Typed growable arrays whose storage lies in an arena: `ARRAY(Node) nodes = {0};`
// then array_push(&nodes, arena, node). Items move when the array grows, so keep indices, not pointers.
#pragma once
#include "base/arena.h"

#define ARRAY(Type)                                                                                                    \
    struct {                                                                                                           \
        Type *items;                                                                                                   \
        uint32_t count, capacity;                                                                                      \
    }

// Makes room for one more item; used through array_push.
void *array_grow(Arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t item_size);

// Moves the items to where `total` of them have room.
void *array_move(Arena *arena, void *items, uint32_t count, uint32_t total, size_t item_size);

#define array_reserve(array, arena, total)                                                                             \
    do {                                                                                                               \
        if ((array)->capacity < (total)) {                                                                             \
            (array)->items = array_move((arena), (array)->items, (array)->count, (total), sizeof *(array)->items);     \
            (array)->capacity = (total);                                                                               \
        }                                                                                                              \
    } while (0)

#define array_push(array, arena, ...)                                                                                  \
    do {                                                                                                               \
        if ((array)->count == (array)->capacity)                                                                       \
            (array)->items =                                                                                           \
                array_grow((arena), (array)->items, (array)->count, &(array)->capacity, sizeof *(array)->items);       \
        (array)->items[(array)->count++] = (__VA_ARGS__);                                                              \
    } while (0)
