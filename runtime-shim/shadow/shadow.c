// SPDX-License-Identifier: MIT
#include "shadow/shadow.h"

#include "base/memory.h"

#include <sys/mman.h>
#include <sys/syscall.h>

enum { PAGE = 4096, GIVE_BACK_FROM = 16 * PAGE, FREED_MOST = 1024 };

static void reserve(uint64_t base, uint64_t size) {
    if (!raw_map((void *)base, size))
        runtime_fail("no room for shadow memory (a limit on virtual memory, or something else lies there)");
    raw_call3(SYS_madvise, (long)base, (long)size, MADV_DONTDUMP);
    raw_call3(SYS_madvise, (long)base, (long)size, MADV_NOHUGEPAGE);
}

void shadow_initialize(void) {
    reserve(SHADOW_BASE, SHADOW_SIZE);
    reserve(META_BASE, META_SIZE);
    reserve(SYNC_PAGES_BASE, SYNC_PAGES_SIZE);
}

static void fill(Cell *cells, Cell *end, Cell first, Cell second) {
    for (; cells < end; cells += CELLS) {
        cells[0] = first;
        cells[1] = second;
        cells[2] = cells[3] = 0;
    }
}

// What is long and becomes empty is given back to the kernel, whole pages of shadow at a time.
static void clear_cells(Cell *cells, Cell *end) {
    uintptr_t low = ((uintptr_t)cells + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
    uintptr_t high = (uintptr_t)end & ~(uintptr_t)(PAGE - 1);
    if (high < low + GIVE_BACK_FROM) {
        fill(cells, end, 0, 0);
        return;
    }
    fill(cells, (Cell *)low, 0, 0);
    raw_discard((void *)low, high - low);
    fill((Cell *)high, end, 0, 0);
}

// Only granules wholly in the range at its end; the one it begins in, whole.
void shadow_clear(uintptr_t low, size_t size) {
    if (size) clear_cells(shadow_of(low), shadow_of(low + size + 7));
}

void shadow_clear_all(void) {
    raw_discard((void *)SHADOW_BASE, SHADOW_SIZE);
}

void shadow_set_written(uintptr_t low, size_t size, Cell cell) {
    if (!size) return;
    Cell *cells = shadow_of(low), *end = shadow_of(low + size + 7);
    size_t most = GIVE_BACK_FROM;
    if ((size_t)((char *)end - (char *)cells) <= 2 * most) {
        fill(cells, end, cell | 0xff, 0);
        return;
    }
    // A long block: its ends are marked, what lies between becomes empty without touching it.
    fill(cells, cells + PAGE / sizeof(Cell), cell | 0xff, 0);
    clear_cells(cells + PAGE / sizeof(Cell), end - PAGE / sizeof(Cell));
    fill(end - PAGE / sizeof(Cell), end, cell | 0xff, 0);
}

void shadow_set_freed(uintptr_t low, size_t size, Cell cell) {
    if (size > FREED_MOST) size = FREED_MOST;
    if (size) fill(shadow_of(low), shadow_of(low + size + 7), CELL_FREED, cell & ~(Cell)0xff); // who freed it: no bytes
}
