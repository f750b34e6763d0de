// SPDX-License-Identifier: MIT
// Bump memory that is freed whole. One arena per stage; nothing in it is freed alone.
// Running out of memory ends the process with a message: the analyzer has no use for half a result.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct Arena Arena;

Arena *arena_create(void);
void arena_destroy(Arena *arena);

// Zeroed memory of `size` bytes, aligned for any type.
void *arena_allocate(Arena *arena, size_t size);

// Copies of `text` (to its end, or `length` bytes plus a closing zero).
char *arena_copy_text(Arena *arena, const char *text);
char *arena_copy_bytes(Arena *arena, const char *bytes, size_t length);

// printf into the arena.
char *arena_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Gives back everything allocated since the mark was taken. For searches that try and discard.
typedef struct ArenaMark {
    void *block;
    size_t used, total;
} ArenaMark;
ArenaMark arena_mark(const Arena *arena);
void arena_rewind(Arena *arena, ArenaMark mark);

// Bytes handed out so far.
size_t arena_size(const Arena *arena);

#define arena_new(arena, Type) ((Type *)arena_allocate((arena), sizeof(Type)))
#define arena_new_array(arena, Type, count) ((Type *)arena_allocate((arena), sizeof(Type) * (size_t)(count)))
