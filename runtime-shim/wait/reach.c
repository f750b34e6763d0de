// SPDX-License-Identifier: MIT
#include "wait/reach.h"

#include "base/libc.h"
#include "shadow/heap.h"

#include <elf.h>
#include <link.h>
#include <malloc.h>
#include <sys/auxv.h>

enum { BLOCKS = 1 << 20, INTERIOR = 1024, MOST_WORDS = 1 << 25 };

struct Reach {
    bool is_complete;
    uint32_t count, done, words;
    HeapBlock blocks[BLOCKS];     // reached; those from `done` on are not read yet
    uintptr_t starts[2 * BLOCKS]; // hash table of where they start
};

bool reach_is_own_code(uintptr_t address) {
    const ElfW(Phdr) *headers = (const ElfW(Phdr) *)getauxval(AT_PHDR);
    size_t count = getauxval(AT_PHNUM);
    uintptr_t base = 0;
    for (size_t i = 0; i < count; i++)
        if (headers[i].p_type == PT_PHDR) base = (uintptr_t)headers - headers[i].p_vaddr;
    for (size_t i = 0; i < count; i++)
        if (headers[i].p_type == PT_LOAD && address - base - headers[i].p_vaddr < headers[i].p_memsz) return true;
    return false;
}

static uintptr_t *row_of(const Reach *reach, uintptr_t start) {
    uint32_t row = (uint32_t)(start * UINT64_C(0x9e3779b97f4a7c15) >> 40) % (2 * BLOCKS);
    while (reach->starts[row] && reach->starts[row] != start) row = (row + 1) % (2 * BLOCKS);
    return (uintptr_t *)&reach->starts[row];
}

static void mark_word(Reach *reach, uintptr_t value) {
    HeapBlock block;
    if (value < 1 << 16 || value >> 47 || !heap_find_within(value, INTERIOR, &block, malloc_usable_size)) return;
    if (value - block.start > block.size) return; // one past the end counts, too
    uintptr_t *row = row_of(reach, block.start);
    if (*row) return;
    if (reach->count == BLOCKS) {
        reach->is_complete = false;
        return;
    }
    *row = block.start;
    reach->blocks[reach->count++] = block;
}

static void mark_range(Reach *reach, uintptr_t low, uintptr_t high) {
    low = (low + sizeof(uintptr_t) - 1) & ~(sizeof(uintptr_t) - 1);
    for (uintptr_t at = low; at + sizeof(uintptr_t) <= high && reach->is_complete; at += sizeof(uintptr_t)) {
        if (++reach->words == MOST_WORDS) reach->is_complete = false;
        mark_word(reach, *(const uintptr_t *)at);
    }
}

static bool holds(const struct dl_phdr_info *module, uintptr_t address) {
    for (size_t i = 0; i < module->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &module->dlpi_phdr[i];
        if (header->p_type == PT_LOAD && address - module->dlpi_addr - header->p_vaddr < header->p_memsz) return true;
    }
    return false;
}

// The allocator knows every block; what it says is no use of them.
static int mark_module(struct dl_phdr_info *module, size_t size, void *context) {
    (void)size;
    if (holds(module, (uintptr_t)libc_find("__libc_malloc"))) return 0;
    for (size_t i = 0; i < module->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &module->dlpi_phdr[i];
        uintptr_t low = module->dlpi_addr + header->p_vaddr;
        if (header->p_type == PT_LOAD && header->p_flags & PF_W) mark_range(context, low, low + header->p_memsz);
        if (header->p_type != PT_TLS || !module->dlpi_tls_data) continue;
        low = (uintptr_t)module->dlpi_tls_data; // of this thread
        mark_range(context, low, low + header->p_memsz);
    }
    return 0;
}

static void mark_frames(Reach *reach, const Task *exiting, uintptr_t low) {
    extern void *__libc_stack_end; // of the main thread, whose region ends beyond its last page
    uintptr_t high = exiting->stack_low + exiting->region_size, last = (uintptr_t)__libc_stack_end;
    if (last - exiting->stack_low < exiting->region_size) high = last;
    if (low - exiting->stack_low < exiting->region_size) mark_range(reach, low, high);
}

Reach *reach_mark(const Task *exiting, uintptr_t frame) {
    Reach *reach = raw_map(NULL, sizeof *reach);
    if (!reach) return NULL;
    int in_runtime = task_thread.in_runtime++;
    reach->is_complete = true;
    dl_iterate_phdr(mark_module, reach);
    if (frame) mark_frames(reach, exiting, frame);
    while (reach->done < reach->count && reach->is_complete) {
        HeapBlock block = reach->blocks[reach->done++];
        mark_range(reach, block.start, block.start + block.size);
    }
    task_thread.in_runtime = in_runtime;
    return reach;
}

bool reach_contains(const Reach *reach, uintptr_t address) {
    HeapBlock block;
    if (!reach || !reach->is_complete || !heap_find(address, &block, malloc_usable_size)) return true;
    return *row_of(reach, block.start) != 0;
}
