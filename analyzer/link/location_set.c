// SPDX-License-Identifier: MIT
#include "link/location_set.h"

#include <string.h>

static uint32_t lower_bound(const LocationSet *set, uint32_t item) {
    uint32_t low = 0, high = set->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (set->items[middle] < item)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool location_set_has(const LocationSet *set, uint32_t item) {
    uint32_t at = lower_bound(set, item);
    return at < set->count && set->items[at] == item;
}

enum { SMALLEST_CLASS = 2 }; // 4 items: room for the address of the next free array

static void give_back(SetPool *pool, uint32_t *items, uint32_t capacity) {
    uint32_t class = SMALLEST_CLASS;
    while (capacity >> class > 1) class ++;
    memcpy(items, &pool->free[class], sizeof pool->free[class]);
    pool->free[class] = items;
}

static void reserve(LocationSet *set, SetPool *pool, uint32_t count) {
    if (count <= set->capacity) return;
    uint32_t class = SMALLEST_CLASS;
    while (1u << class < count) class ++;
    uint32_t *items = pool->free[class];
    if (items)
        memcpy(&pool->free[class], items, sizeof items);
    else
        items = arena_new_array(pool->arena, uint32_t, 1u << class);
    if (set->count) memcpy(items, set->items, set->count * sizeof *items);
    if (set->capacity) give_back(pool, set->items, set->capacity);
    set->items = items;
    set->capacity = 1u << class;
}

void location_set_drop(LocationSet *set, SetPool *pool) {
    if (set->capacity) give_back(pool, set->items, set->capacity);
    *set = (LocationSet){0};
}

bool location_set_add(LocationSet *set, SetPool *pool, uint32_t item) {
    uint32_t at = lower_bound(set, item);
    if (at < set->count && set->items[at] == item) return false;
    reserve(set, pool, set->count + 1);
    memmove(set->items + at + 1, set->items + at, (set->count - at) * sizeof *set->items);
    set->items[at] = item;
    set->count++;
    return true;
}

static uint32_t count_new(const LocationSet *set, const LocationSet *more) {
    uint32_t fresh = 0, at = 0;
    for (uint32_t i = 0; i < more->count; i++) {
        while (at < set->count && set->items[at] < more->items[i]) at++;
        fresh += at == set->count || set->items[at] != more->items[i];
    }
    return fresh;
}

void location_set_unite(LocationSet *set, SetPool *pool, const LocationSet *more) {
    uint32_t fresh = count_new(set, more);
    if (!fresh) return;
    reserve(set, pool, set->count + fresh);
    uint32_t left = set->count, right = more->count;
    for (uint32_t to = set->count += fresh; to > 0 && right > 0;) { // from the back, so that it can be done in place
        bool is_right = !left || more->items[right - 1] >= set->items[left - 1];
        uint32_t item = is_right ? more->items[right - 1] : set->items[left - 1];
        if (left && set->items[left - 1] == item) left--;
        if (is_right) right--;
        set->items[--to] = item;
    }
}

// Room is taken for all of the left set: most of it is kept most of the time.
static LocationSet keep(const LocationSet *left, const LocationSet *right, bool is_wanted, SetPool *pool) {
    LocationSet kept = {0};
    uint32_t at = 0;
    for (uint32_t i = 0; i < left->count; i++) {
        while (at < right->count && right->items[at] < left->items[i]) at++;
        bool is_in_both = at < right->count && right->items[at] == left->items[i];
        if (is_in_both != is_wanted) continue;
        if (!kept.capacity) reserve(&kept, pool, left->count - i);
        kept.items[kept.count++] = left->items[i];
    }
    return kept;
}

LocationSet location_set_intersect(const LocationSet *left, const LocationSet *right, SetPool *pool) {
    return keep(left, right, true, pool);
}

LocationSet location_set_subtract(const LocationSet *left, const LocationSet *right, SetPool *pool) {
    return keep(left, right, false, pool);
}
