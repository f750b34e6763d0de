// SPDX-License-Identifier: MIT
#include "shadow/cell.h"

#include <stddef.h>

static inline Cell load(const Cell *cell) {
    return __atomic_load_n(cell, __ATOMIC_RELAXED);
}

static inline void store(Cell *cell, Cell value) {
    __atomic_store_n(cell, value, __ATOMIC_RELAXED);
}

bool cell_is_repeated(const Cell *cells, Cell cell) {
    for (int i = 0; i < CELLS; i++) {
        Cell old = load(&cells[i]);
        if (cell_is_read(cell)) old |= CELL_READ;
        if (old == cell) return true;
    }
    return false;
}

// Cells are filled from the first on and never emptied one by one, so an empty one is the end.
CellOutcome cell_check(Cell *cells, Cell cell, const Clock *clock, uint32_t random) {
    Cell *place = NULL;
    for (int i = 0; i < CELLS; i++) {
        Cell old = load(&cells[i]);
        if (!old) {
            store(place ? place : &cells[i], cell);
            return (CellOutcome){0};
        }
        bool is_known = clock_knows(clock, cell_slot(old), cell_epoch(old));
        if (!is_known && cell_conflicts(old, cell)) {
            if (old != CELL_FREED) store(place ? place : &cells[i], cell);
            return (CellOutcome){.race = old};
        }
        if (is_known && !place && cell_is_weaker(old, cell)) place = &cells[i];
    }
    if (place) {
        store(place, cell);
        return (CellOutcome){0};
    }
    store(&cells[random % CELLS], cell);
    return (CellOutcome){.has_evicted = true};
}
