// SPDX-License-Identifier: MIT
// Stack regions, sorted by their low end. Stacks are used again at once, so a new region takes the place of what it
// overlaps; one that lies wholly inside another (a stack inside a block on a stack) stands beside it.
#include "task/room.h"

static uint32_t first_above(const TaskRoom *room, uintptr_t address) {
    uint32_t low = 0, high = room->region_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (room->regions[middle].low <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void remove_at(TaskRoom *room, uint32_t index) {
    room->region_count--;
    for (uint32_t i = index; i < room->region_count; i++) room->regions[i] = room->regions[i + 1];
}

static bool is_replaced(const Region *old, uintptr_t low, uintptr_t high) {
    bool overlaps = old->low < high && low < old->high;
    bool contains = old->low <= low && high <= old->high && old->high - old->low > high - low;
    return overlaps && !contains;
}

void region_set(Task *task, uintptr_t low, size_t size) {
    TaskRoom *room = runtime.task;
    region_remove(task);
    uint32_t at = first_above(room, low);
    while (at < room->region_count && is_replaced(&room->regions[at], low, low + size)) remove_at(room, at);
    while (at > 0 && is_replaced(&room->regions[at - 1], low, low + size)) remove_at(room, --at);
    if (room->region_count == REGION_LIMIT) {
        runtime_count(&runtime.counters.dropped);
        return;
    }
    for (uint32_t i = room->region_count++; i > at; i--) room->regions[i] = room->regions[i - 1];
    room->regions[at] = (Region){low, low + size, task};
}

void region_remove(const Task *task) {
    TaskRoom *room = runtime.task;
    uint32_t at = first_above(room, task->stack_low);
    while (at > 0 && room->regions[at - 1].low == task->stack_low)
        if (room->regions[--at].task == task) remove_at(room, at);
}

Task *region_find(uintptr_t address) {
    const TaskRoom *room = runtime.task;
    uint32_t at = first_above(room, address);
    for (uint32_t tries = 0; at > 0 && tries < 16; tries++)
        if (address < room->regions[--at].high) return room->regions[at].task;
    return NULL;
}
