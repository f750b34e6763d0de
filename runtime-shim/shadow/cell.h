// SPDX-License-Identifier: MIT
// One access in shadow memory and the rules that find a race: FastTrack (Flanagan, Freund 2009) on four cells a
// granule, in the 32-bit layout of ThreadSanitizer's third version. Pure functions on cells and a clock.
//
//   bits 0-7 bytes of the granule, 8-15 slot, 16-29 epoch, 30 read, 31 atomic; 0: empty
#pragma once
#include "clock/clock.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef uint32_t Cell;

enum { CELLS = 4, CELL_SLOT_SHIFT = 8, CELL_EPOCH_SHIFT = 16 };

#define CELL_READ (UINT32_C(1) << 30)
#define CELL_ATOMIC (UINT32_C(1) << 31)
#define CELL_FREED (((Cell)EPOCH_LAST << CELL_EPOCH_SHIFT) | ((Cell)SLOT_FREED << CELL_SLOT_SHIFT) | 0xff)

static inline Cell cell_owner(unsigned slot, Epoch epoch) {
    return (Cell)slot << CELL_SLOT_SHIFT | (Cell)epoch << CELL_EPOCH_SHIFT;
}
static inline uint32_t cell_bytes(Cell cell) {
    return cell & 0xff;
}
static inline unsigned cell_slot(Cell cell) {
    return cell >> CELL_SLOT_SHIFT & 0xff;
}
static inline Epoch cell_epoch(Cell cell) {
    return cell >> CELL_EPOCH_SHIFT & EPOCH_LAST;
}
static inline bool cell_is_read(Cell cell) {
    return cell & CELL_READ;
}
static inline bool cell_is_atomic(Cell cell) {
    return cell & CELL_ATOMIC;
}

// Whatever races with `old` races with `cell` too, if the two are ordered: reads give way to anything that
// is no weaker, atomics likewise.
static inline bool cell_is_weaker(Cell old, Cell cell) {
    return (old & cell & (CELL_READ | CELL_ATOMIC)) == (cell & (CELL_READ | CELL_ATOMIC)) &&
           (cell_bytes(old) & ~cell_bytes(cell)) == 0;
}

// The two may touch the same byte in a way that needs an order.
static inline bool cell_conflicts(Cell old, Cell cell) {
    return cell_bytes(old & cell) && !(old & cell & (CELL_READ | CELL_ATOMIC));
}

// Of accesses by one task in one epoch that differ in their bytes only, one cell tells: cells are merged.
typedef struct CellOutcome {
    Cell race; // the earlier access that is not ordered with this one; 0: none
    bool has_evicted;
} CellOutcome;

// A cell of the same task and epoch tells of all these bytes already and is no weaker: the most frequent case.
// `how` is the cell without its owner: bytes and flags.
static inline bool cell_is_repeated(const Cell *cells, Cell owner, Cell how);

// What cell_check does where nothing races and nothing has to be evicted; false: it did nothing.
static inline bool cell_try(Cell *cells, Cell cell, const Clock *clock);

// Checks `cell`, an access of the task with `clock`, against the four, and puts it among them. With a race against a
// freed marker nothing is stored. `random` picks who is evicted
// where none is ordered before it.
static inline CellOutcome cell_check(Cell *cells, Cell cell, const Clock *clock, uint32_t random);

#include "shadow/cell_inline.h"
