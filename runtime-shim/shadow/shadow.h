// SPDX-License-Identifier: MIT
// Shadow memory: 16 bytes for each 8 bytes (a granule) of the program, found by arithmetic. They hold four cells, each
// one access; cell.h has the rules. A second, smaller shadow of 8 bytes for each 16 (`meta`) leads to heap blocks and
// to sync objects that lie there.
//
// Addresses are folded to 44 bits: on x86-64 Linux the program lies at 0x0…, 0x55…-0x65… and 0x7e…-0x7f…, which stay
// apart.
#pragma once
#include "shadow/cell.h"

#include <stddef.h>

#define SHADOW_ADDRESS_MASK ((UINT64_C(1) << 44) - 1)
#define SHADOW_BASE UINT64_C(0x110000000000)
#define SHADOW_SIZE (UINT64_C(2) << 44)
#define META_BASE (SHADOW_BASE + SHADOW_SIZE)
#define META_SIZE (UINT64_C(1) << 43)
#define SYNC_PAGES_BASE (META_BASE + META_SIZE)
#define SYNC_PAGES_SIZE (UINT64_C(1) << 28)

void shadow_initialize(void); // reserves both; ends the process with a reason where that cannot be

static inline Cell *shadow_of(uintptr_t address) {
    return (Cell *)(SHADOW_BASE + ((address & SHADOW_ADDRESS_MASK & ~(uintptr_t)7) << 1));
}

// What lies at 16 bytes of the program.
typedef struct Meta {
    uint32_t block; // a heap block begins here or in the entry before (heap.h); 0: none
    uint32_t sync;  // first sync object in these bytes (sync/ gives the numbers); 0: none
} Meta;

static inline Meta *meta_of(uintptr_t address) {
    return (Meta *)(META_BASE + ((address & SHADOW_ADDRESS_MASK & ~(uintptr_t)15) >> 1));
}

// One byte for each 64 KB of the program: whether a sync object was ever made there.
static inline uint8_t *sync_page_of(uintptr_t address) {
    return (uint8_t *)(SYNC_PAGES_BASE + ((address & SHADOW_ADDRESS_MASK) >> 16));
}

// Nothing was ever accessed in the range (a new stack, mmap). Whole pages of shadow are given back to the kernel.
void shadow_clear(uintptr_t low, size_t size);
void shadow_clear_all(void);
// All bytes of the range are taken for written (new heap memory) or freed by who owns `cell` now; nothing is checked.
void shadow_set_written(uintptr_t low, size_t size, uint32_t cell);
void shadow_set_freed(uintptr_t low, size_t size, uint32_t cell);
