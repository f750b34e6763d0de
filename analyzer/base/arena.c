// SPDX-License-Identifier: MIT
#include "base/arena.h"

#include "base/large_pages.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Blocks grow with their arena: most arenas are small and short-lived, and every block is zeroed whole. The few that
// hold a whole program spent a sixth of their time in page faults, so they go over to large pages.
enum {
    SMALLEST_BLOCK = 2 * 1024,
    LARGEST_BLOCK = 64 * 1024,
    LARGE_PAGES_FROM = 1024 * 1024,
    ALIGNMENT = 16,
};

typedef struct Block {
    struct Block *previous;
    size_t used, size;
    bool in_large_pages;
    _Alignas(ALIGNMENT) char bytes[];
} Block;

struct Arena {
    Block *last;
    size_t total;
};

static void *allocate_or_die(size_t size) {
    void *memory = calloc(1, size);
    if (!memory) {
        fputs("chanvet: out of memory\n", stderr);
        abort();
    }
    return memory;
}

Arena *arena_create(void) {
    return allocate_or_die(sizeof(Arena));
}

static Block *give_back(Block *block) {
    Block *previous = block->previous;
    if (block->in_large_pages)
        large_pages_free(block, sizeof(Block) + block->size);
    else
        free(block);
    return previous;
}

void arena_destroy(Arena *arena) {
    if (!arena) return;
    while (arena->last) arena->last = give_back(arena->last);
    free(arena);
}

static size_t room_for(const Arena *arena, size_t size) {
    size_t room = arena->total < SMALLEST_BLOCK ? SMALLEST_BLOCK : arena->total;
    if (room > LARGEST_BLOCK) room = LARGEST_BLOCK;
    return size > room ? size : room;
}

static Block *take_large_pages(size_t size) {
    size_t whole = (sizeof(Block) + size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
    Block *block = large_pages_allocate(whole);
    if (!block) return NULL;
    block->size = whole - sizeof(Block);
    block->in_large_pages = true;
    return block;
}

static Block *take_block(const Arena *arena, size_t size) {
    Block *block = arena->total < LARGE_PAGES_FROM ? NULL : take_large_pages(size);
    if (block) return block;
    size_t room = room_for(arena, size);
    block = allocate_or_die(sizeof(Block) + room);
    block->size = room;
    return block;
}

void *arena_allocate(Arena *arena, size_t size) {
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    Block *block = arena->last;
    if (!block || block->size - block->used < size) {
        block = take_block(arena, size);
        block->previous = arena->last;
        arena->last = block;
    }
    void *memory = block->bytes + block->used;
    block->used += size;
    arena->total += size;
    return memory;
}

char *arena_copy_bytes(Arena *arena, const char *bytes, size_t length) {
    char *copy = arena_allocate(arena, length + 1);
    if (length) memcpy(copy, bytes, length);
    return copy;
}

char *arena_copy_text(Arena *arena, const char *text) {
    return arena_copy_bytes(arena, text, strlen(text));
}

char *arena_format(Arena *arena, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = arena_allocate(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

ArenaMark arena_mark(const Arena *arena) {
    return (ArenaMark){arena->last, arena->last ? arena->last->used : 0, arena->total};
}

void arena_rewind(Arena *arena, ArenaMark mark) {
    while (arena->last != mark.block) arena->last = give_back(arena->last);
    if (arena->last) {
        memset(arena->last->bytes + mark.used, 0, arena->last->used - mark.used);
        arena->last->used = mark.used;
    }
    arena->total = mark.total;
}

size_t arena_size(const Arena *arena) {
    return arena->total;
}
