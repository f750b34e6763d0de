// SPDX-License-Identifier: MIT
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Blocks grow with their arena: most arenas are small and short-lived, and every block is zeroed whole.
enum { SMALLEST_BLOCK = 2 * 1024, LARGEST_BLOCK = 64 * 1024, ALIGNMENT = 16 };

typedef struct Block {
    struct Block *previous;
    size_t used, size;
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

void arena_destroy(Arena *arena) {
    if (!arena) return;
    for (Block *block = arena->last; block;) {
        Block *previous = block->previous;
        free(block);
        block = previous;
    }
    free(arena);
}

static size_t room_for(const Arena *arena, size_t size) {
    size_t room = arena->total < SMALLEST_BLOCK ? SMALLEST_BLOCK : arena->total;
    if (room > LARGEST_BLOCK) room = LARGEST_BLOCK;
    return size > room ? size : room;
}

void *arena_allocate(Arena *arena, size_t size) {
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    Block *block = arena->last;
    if (!block || block->size - block->used < size) {
        size_t room = room_for(arena, size);
        block = allocate_or_die(sizeof(Block) + room);
        block->size = room;
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
    while (arena->last != mark.block) {
        Block *previous = arena->last->previous;
        free(arena->last);
        arena->last = previous;
    }
    if (arena->last) {
        memset(arena->last->bytes + mark.used, 0, arena->last->used - mark.used);
        arena->last->used = mark.used;
    }
    arena->total = mark.total;
}

size_t arena_size(const Arena *arena) {
    return arena->total;
}
