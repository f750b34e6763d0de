// SPDX-License-Identifier: MIT
#include "source/content_key.h"

#include "source/paths.h"

enum { LARGEST_SOURCE = 1 << 28 };

Status content_key(const SourceUnit *unit, Messages *messages, Hash *key) {
    Arena *arena = arena_create();
    char *bytes;
    size_t size;
    Status status = file_read(unit->canonical, LARGEST_SOURCE, arena, messages, &bytes, &size);
    if (!status) {
        *key = hash_bytes((Hash){0}, bytes, size);
        if (unit->directory) *key = hash_text(*key, unit->directory);
        *key = hash_bytes(*key, &unit->flags.count, sizeof unit->flags.count);
        for (uint32_t i = 0; i < unit->flags.count; i++) *key = hash_text(*key, unit->flags.items[i]);
    }
    arena_destroy(arena);
    return status;
}

bool content_key_of_file(const char *path, Hash *key) {
    Arena *arena = arena_create();
    Messages ignored = {.arena = arena};
    char *bytes;
    size_t size;
    Status status = file_read(path, LARGEST_SOURCE, arena, &ignored, &bytes, &size);
    if (!status) *key = hash_bytes((Hash){0}, bytes, size);
    arena_destroy(arena);
    return !status;
}
