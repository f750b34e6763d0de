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

// Comparisons below are all with "== 0": SSE2 has no other for unsigned numbers.
static inline CellVector lanes_without(CellVector value, Cell bits) {
    return (CellVector)((value & all_lanes(bits)) == 0);
}

// Puts `cell` where it tells of what stood there as well; false: every cell is needed.
static inline __attribute__((always_inline)) bool cell_put(Cell *cells, CellVector old, Cell cell, const Clock *clock) {
    CellVector other = old ^ all_lanes(cell);
    // It may take the place of what is ordered before it and tells nothing that it does not tell itself: each flag of
    // `cell` must be in the old one, each byte of the old one in `cell`. The task's own is ordered.
    CellVector is_weaker = (CellVector)((other & ((all_lanes(cell) & CELL_FLAGS) | (old & CELL_BYTES))) == 0);
    unsigned own_weaker = lanes_set(is_weaker & lanes_without(other, CELL_SLOT));
    if (__builtin_expect(own_weaker != 0, 1)) {
        cell_store(&cells[__builtin_ctz(own_weaker)], cell);
        return true;
    }
    // One of this task and epoch with the same flags then tells of both.
    unsigned mergeable = lanes_set(lanes_without(other, CELL_OWNER | CELL_FLAGS));
    if (mergeable) {
        Cell *place = &cells[__builtin_ctz(mergeable)];
        cell_store(place, (cell_load(place) & CELL_BYTES) | cell);
        return true;
    }
    for (unsigned left = lanes_set(is_weaker); left; left &= left - 1) {
        Cell *place = &cells[__builtin_ctz(left)], earlier = cell_load(place);
        if (!clock_knows(clock, cell_slot(earlier), cell_epoch(earlier))) continue;
        cell_store(place, cell);
        return true;
    }
    unsigned empty = lanes_set((CellVector)(old == 0));
    if (empty) cell_store(&cells[__builtin_ctz(empty)], cell);
    return empty;
}

static inline __attribute__((always_inline)) Cell cell_find_race(const Cell *cells, CellVector old, Cell cell,
                                                                 const Clock *clock) {
    CellVector both = old & all_lanes(cell), is_own = lanes_without(old ^ all_lanes(cell), CELL_SLOT);
    // Of other tasks: shares a byte, and no flag that both have excuses it.
    unsigned conflicting = lanes_set(~lanes_without(both, CELL_BYTES) & lanes_without(both, CELL_FLAGS) & ~is_own);
    for (unsigned left = conflicting; left; left &= left - 1) {
        Cell earlier = cell_load(&cells[__builtin_ctz(left)]);
        if (__builtin_expect(!clock_knows(clock, cell_slot(earlier), cell_epoch(earlier)), 0)) return earlier;
    }
    return 0;
}

static inline __attribute__((always_inline)) bool cell_try(Cell *cells, Cell cell, const Clock *clock) {
    CellVector old = cells_load(cells);
    return !cell_find_race(cells, old, cell, clock) && cell_put(cells, old, cell, clock);
}

// Of four that are needed the best to lose is one ordered before the new one: what races with it and writes races with
// the new one as well.
static inline unsigned cell_victim(const Cell *cells, const Clock *clock, unsigned first) {
    for (unsigned i = 0; i < CELLS; i++) {
        Cell old = cell_load(&cells[(first + i) % CELLS]);
        if (clock_knows(clock, cell_slot(old), cell_epoch(old))) return (first + i) % CELLS;
    }
    return first;
}

static inline CellOutcome cell_check(Cell *cells, Cell cell, const Clock *clock, uint32_t random) {
    CellVector old = cells_load(cells);
    CellOutcome outcome = {.race = cell_find_race(cells, old, cell, clock)};
    if (outcome.race == CELL_FREED || cell_put(cells, old, cell, clock)) return outcome;
    cell_store(&cells[cell_victim(cells, clock, random % CELLS)], cell);
    outcome.has_evicted = true;
    return outcome;
}
