// SPDX-License-Identifier: MIT
// The two functions that run at nearly every access of the program. Four cells are one vector of 16 bytes; GCC's and
// clang's vector types make it instructions of the machine on x86-64 and AArch64 alike.
#pragma once
#include "shadow/cell.h"

typedef uint32_t CellVector __attribute__((vector_size(16), may_alias));

#if defined(__SSE2__)
#include <emmintrin.h>
// Bit i: lane i is not zero (lanes are all ones or zero).
static inline unsigned lanes_set(CellVector lanes) {
    return (unsigned)_mm_movemask_ps((__m128)lanes);
}
#else
static inline unsigned lanes_set(CellVector lanes) {
    return (lanes[0] & 1) | (lanes[1] & 2) | (lanes[2] & 4) | (lanes[3] & 8);
}
#endif

enum { CELL_BYTES = 0xff };
#define CELL_OWNER UINT32_C(0x3fffff00)
#define CELL_FLAGS (CELL_READ | CELL_ATOMIC)
#define CELL_SLOT (UINT32_C(0xff) << CELL_SLOT_SHIFT)

static inline CellVector cells_load(const Cell *cells) {
    return *(const volatile CellVector *)cells;
}

static inline CellVector all_lanes(Cell value) {
    return (CellVector){value, value, value, value};
}

// Single cells are read again rather than taken out of the vector, which would go through memory as well.
static inline Cell cell_load(const Cell *cell) {
    return __atomic_load_n(cell, __ATOMIC_RELAXED);
}

static inline void cell_store(Cell *cell, Cell value) {
    __atomic_store_n(cell, value, __ATOMIC_RELAXED);
}

// Bits that must be the same for `old` to tell of it: who and when; each byte of `how`; each flag that it does not
// have.
static inline bool cell_is_repeated(const Cell *cells, Cell owner, Cell how) {
    Cell same = CELL_OWNER | (how & CELL_BYTES) | (~how & CELL_FLAGS);
    CellVector differs = (cells_load(cells) ^ all_lanes(owner | how)) & all_lanes(same);
    return lanes_set((CellVector)(differs == 0)) != 0;
}

// Lanes whose access may race with `cell`: they share a byte, and a flag that would excuse both is missing.
static inline unsigned lanes_conflicting(CellVector old, Cell cell) {
    CellVector both = old & all_lanes(cell);
    CellVector shares = (CellVector)((both & CELL_BYTES) != 0), is_excused = (CellVector)((both & CELL_FLAGS) != 0);
    CellVector is_own = (CellVector)((old & CELL_SLOT) == all_lanes(cell & CELL_SLOT));
    return lanes_set(shares & ~is_excused & ~is_own);
}

// Lanes that `cell` could take the place of, if it is ordered after them.
static inline unsigned lanes_weaker(CellVector old, Cell cell) {
    Cell flags = cell & CELL_FLAGS;
    CellVector missing = (all_lanes(flags) & ~old) | (old & all_lanes(~cell & CELL_BYTES));
    return lanes_set((CellVector)(missing == 0));
}

static inline __attribute__((always_inline)) CellOutcome cell_check(Cell *cells, Cell cell, const Clock *clock,
                                                                    uint32_t random) {
    CellVector old = cells_load(cells);
    Cell race = 0;
    for (unsigned left = lanes_conflicting(old, cell); left; left &= left - 1) {
        Cell other = cell_load(&cells[__builtin_ctz(left)]);
        if (clock_knows(clock, cell_slot(other), cell_epoch(other))) continue;
        if (other == CELL_FREED) return (CellOutcome){.race = other};
        race = other;
        break;
    }
    // First choice: a cell of this task and epoch with the same flags, which then tells of both.
    CellVector is_mergeable = (CellVector)(((old ^ all_lanes(cell)) & (CELL_OWNER | CELL_FLAGS)) == 0);
    unsigned mergeable = lanes_set(is_mergeable);
    if (mergeable) {
        unsigned lane = (unsigned)__builtin_ctz(mergeable);
        cell_store(&cells[lane], (cell_load(&cells[lane]) & CELL_BYTES) | cell);
        return (CellOutcome){.race = race};
    }
    // Then one that is ordered before and tells nothing that this one does not.
    for (unsigned left = lanes_weaker(old, cell); left; left &= left - 1) {
        unsigned lane = (unsigned)__builtin_ctz(left);
        Cell other = cell_load(&cells[lane]);
        if (!clock_knows(clock, cell_slot(other), cell_epoch(other))) continue;
        cell_store(&cells[lane], cell);
        return (CellOutcome){.race = race};
    }
    unsigned empty = lanes_set((CellVector)(old == 0));
    unsigned lane = empty ? (unsigned)__builtin_ctz(empty) : random % CELLS;
    cell_store(&cells[lane], cell);
    return (CellOutcome){.race = race, .has_evicted = !empty};
}
