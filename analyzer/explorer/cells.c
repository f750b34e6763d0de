// SPDX-License-Identifier: MIT
// Memory contents as sorted, disjoint cells.
#include "explorer/state.h"

#include <string.h>

static bool overlaps(const Cell *cell, int64_t offset, uint64_t size) {
    return cell->offset < offset + (int64_t)size && offset < cell->offset + (int64_t)cell->size;
}

static bool is_zero(const Cell *cell) {
    return cell->value.kind == VALUE_INTEGER && cell->value.number == 0;
}

bool cells_read(const Cells *cells, int64_t offset, uint64_t size, Value *value) {
    for (uint32_t i = 0; i < cells->count; i++) {
        const Cell *cell = &cells->items[i];
        if (!overlaps(cell, offset, size)) continue;
        *value = (Value){0};
        bool covers = cell->offset <= offset && cell->offset + (int64_t)cell->size >= offset + (int64_t)size;
        if (covers && is_zero(cell)) *value = cell->value;
        if (cell->offset != offset || cell->size < size) return true;
        *value = cell->value;
        if (cell->size > size && cell->value.kind == VALUE_INTEGER && size < 8)
            value->number &= (INT64_C(1) << (size * 8)) - 1;
        return true;
    }
    return false;
}

bool cells_are_blank(const Cells *cells, int64_t offset, uint64_t size) {
    int64_t at = offset, end = offset + (int64_t)size;
    for (uint32_t i = 0; i < cells->count && at < end; i++) {
        const Cell *cell = &cells->items[i];
        if (!overlaps(cell, offset, size)) continue;
        if (cell->offset > at || cell->value.kind != VALUE_UNKNOWN) return false;
        at = cell->offset + (int64_t)cell->size;
    }
    return at >= end;
}

// What is cut out of a cell leaves its ends: zeroes stay zeroes, a part of anything else is written but not known.
static uint32_t keep_ends(Cell *kept, uint32_t count, const Cell *cell, int64_t offset, uint64_t size) {
    int64_t end = offset + (int64_t)size, cell_end = cell->offset + (int64_t)cell->size;
    Value part = is_zero(cell) ? cell->value : (Value){0};
    if (cell->offset < offset) kept[count++] = (Cell){cell->offset, (uint64_t)(offset - cell->offset), part};
    if (cell_end > end) kept[count++] = (Cell){end, (uint64_t)(cell_end - end), part};
    return count;
}

void cells_clear(Cells *cells, Arena *arena, int64_t offset, uint64_t size) {
    Cell *kept = arena_new_array(arena, Cell, cells->count + 4);
    uint32_t count = 0;
    for (uint32_t i = 0; i < cells->count; i++) {
        const Cell *cell = &cells->items[i];
        if (!overlaps(cell, offset, size))
            kept[count++] = *cell;
        else
            count = keep_ends(kept, count, cell, offset, size);
    }
    *cells = (Cells){kept, count, 0};
}

// The first cell that does not lie before the offset.
static uint32_t find(const Cells *cells, int64_t offset) {
    uint32_t low = 0, high = cells->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const Cell *cell = &cells->items[middle];
        if (cell->offset + (int64_t)cell->size <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Twice as much, so that a table that is filled cell by cell costs its size only.
static void make_room(Cells *cells, Arena *arena, uint32_t count) {
    if (count <= cells->capacity) return;
    uint32_t capacity = 2 * count + 4;
    Cell *items = arena_new_array(arena, Cell, capacity);
    if (cells->count) memcpy(items, cells->items, cells->count * sizeof *items);
    *cells = (Cells){items, cells->count, capacity};
}

// Puts `parts` in the place of the cells from `at` to `end`.
static void replace(Cells *cells, Arena *arena, uint32_t at, uint32_t end, const Cell *parts, uint32_t count) {
    uint32_t total = cells->count - (end - at) + count;
    make_room(cells, arena, total);
    memmove(cells->items + at + count, cells->items + end, (cells->count - end) * sizeof(Cell));
    memcpy(cells->items + at, parts, count * sizeof *parts);
    cells->count = total;
}

void cells_write(Cells *cells, Arena *arena, int64_t offset, uint64_t size, Value value) {
    uint32_t at = find(cells, offset), end = at, count = 0;
    while (end < cells->count && overlaps(&cells->items[end], offset, size)) end++;
    Cell parts[5], new_cell = {offset, size, value};
    for (uint32_t i = at; i < end; i++) { // only the first and the last have ends
        if (i > at && i + 1 < end) continue;
        count = keep_ends(parts, count, &cells->items[i], offset, size);
    }
    uint32_t before = 0;
    while (before < count && parts[before].offset < offset) before++;
    memmove(parts + before + 1, parts + before, (count - before) * sizeof *parts);
    parts[before] = new_cell;
    replace(cells, arena, at, end, parts, count + 1);
}

Cells cells_slice(const Cells *cells, Arena *arena, int64_t offset, uint64_t size) {
    Cells slice = {arena_new_array(arena, Cell, cells->count + 1), 0, 0};
    for (uint32_t i = 0; i < cells->count; i++) {
        const Cell *cell = &cells->items[i];
        if (!overlaps(cell, offset, size)) continue;
        int64_t end = offset + (int64_t)size, cell_end = cell->offset + (int64_t)cell->size;
        int64_t from = cell->offset < offset ? offset : cell->offset, to = cell_end > end ? end : cell_end;
        bool is_part = (uint64_t)(to - from) < cell->size && !is_zero(cell);
        slice.items[slice.count++] = (Cell){from - offset, (uint64_t)(to - from), is_part ? (Value){0} : cell->value};
    }
    return slice;
}
