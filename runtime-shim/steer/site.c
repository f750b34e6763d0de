// SPDX-License-Identifier: MIT
// Which place of the plan a call comes from. The module is looked up once for each call, then known by its address.
#include "report/symbolize.h"
#include "steer/room.h"

#include <string.h>

static uint32_t look_up(const SteerRoom *room, uintptr_t counter) {
    Module module;
    bool is_known = module_find(counter, &module);
    for (uint32_t i = 0; is_known && i < room->range_count; i++) {
        const SteerRange *range = &room->ranges[i];
        uintptr_t offset = counter - 1 - module.base;
        if (offset >= range->low && offset < range->high && strcmp(room->text + range->path, module.path) == 0)
            return range->site;
    }
    return 0;
}

// A full table forgets nothing: what does not fit is looked up each time.
uint32_t site_of_counter(SteerRoom *room, uintptr_t counter) {
    uint32_t first = (uint32_t)(counter * UINT64_C(0x9e3779b97f4a7c15) >> 40);
    for (uint32_t i = 0; i < 8; i++) {
        _Atomic uint64_t *row = &room->known[(first + i) % STEER_SEEN_ROWS];
        uint64_t value = atomic_load_explicit(row, memory_order_relaxed);
        if (value >> 8 == counter) return value & 0xff;
        if (value) continue;
        uint32_t site = look_up(room, counter);
        atomic_store_explicit(row, (uint64_t)counter << 8 | site, memory_order_relaxed);
        return site;
    }
    return look_up(room, counter);
}

uint32_t site_of_mark(const SteerRoom *room, const char *name) {
    for (uint32_t i = 1; i < STEER_SITES; i++)
        if (room->sites[i].mark[0] && strcmp(room->sites[i].mark, name) == 0) return i;
    return 0;
}
