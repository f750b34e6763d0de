// SPDX-License-Identifier: MIT
#include "link/pair_map.h"

static uint64_t mix(uint64_t first, uint64_t second) {
    uint64_t value = first * 0x9e3779b97f4a7c15u ^ (second + 0x632be59bd9b4e019u) * 0xbf58476d1ce4e5b9u;
    value ^= value >> 29;
    value *= 0x94d049bb133111ebu;
    return value ^ (value >> 32);
}

static PairMapEntry *find(PairMapEntry *entries, uint32_t capacity, uint64_t first, uint64_t second) {
    uint32_t at = (uint32_t)mix(first, second) & (capacity - 1);
    while (entries[at].is_used && (entries[at].first != first || entries[at].second != second))
        at = (at + 1) & (capacity - 1);
    return &entries[at];
}

static void grow(PairMap *map, Arena *arena) {
    uint32_t capacity = map->capacity ? map->capacity * 2 : 64;
    PairMapEntry *entries = arena_new_array(arena, PairMapEntry, capacity);
    for (uint32_t i = 0; i < map->capacity; i++) {
        PairMapEntry *entry = &map->entries[i];
        if (entry->is_used) *find(entries, capacity, entry->first, entry->second) = *entry;
    }
    map->entries = entries;
    map->capacity = capacity;
}

uint32_t *pair_map_slot(PairMap *map, Arena *arena, uint64_t first, uint64_t second, bool *is_new) {
    if ((map->count + 1) * 4 > map->capacity * 3) grow(map, arena);
    PairMapEntry *entry = find(map->entries, map->capacity, first, second);
    if (is_new) *is_new = !entry->is_used;
    if (!entry->is_used) {
        *entry = (PairMapEntry){first, second, 0, true};
        map->count++;
    }
    return &entry->value;
}

uint32_t pair_map_get(const PairMap *map, uint64_t first, uint64_t second, uint32_t otherwise) {
    if (!map->capacity) return otherwise;
    const PairMapEntry *entry = find(map->entries, map->capacity, first, second);
    return entry->is_used ? entry->value : otherwise;
}
