// SPDX-License-Identifier: MIT
#include "unit_cache.h"

#include "cache_files.h"
#include "source/content_key.h"
#include "source/paths.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST_ENTRY = 1 << 28 };

typedef struct KnownFile {
    const char *path;
    Hash content;
    bool is_there;
} KnownFile;

struct UnitCache {
    Arena *arena;
    CacheFiles *files;
    Hash base;
    ARRAY(Hash) keys; // by unit index
    KnownFile *known; // open addressing by path: every header is hashed once a run
    uint32_t known_count, known_capacity;
};

// The compiler's own search paths come from the environment.
static Hash add_environment(Hash hash) {
    static const char *const names[] = {"CPATH", "C_INCLUDE_PATH", "COMPILER_PATH", "SYSROOT"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        hash = hash_text(hash, value ? value : "");
    }
    return hash;
}

// A rebuilt program may see other things in the same file, whatever its version says.
static Hash add_program(Hash hash, Arena *arena) {
    struct stat info;
    hash = hash_text(hash_text(hash, CHANVET_VERSION), frontend_version(arena));
    if (stat("/proc/self/exe", &info)) return hash;
    int64_t identity[] = {info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
    return hash_bytes(hash, identity, sizeof identity);
}

static Hash add_models(Hash hash, const ModelSet *models) {
    for (uint32_t i = 0; i < models_count(models); i++) {
        Hash content = {0};
        const Model *model = models_get(models, i);
        content_key_of_file(model->path, &content);
        hash = hash_bytes(hash_text(hash, model->path), &content, sizeof content);
    }
    return hash;
}

UnitCache *unit_cache_open(Arena *arena, const ModelSet *models, bool is_off, Messages *messages) {
    if (is_off) return NULL;
    const char *directory = getenv("CHANVET_CACHE");
    UnitCache *cache = arena_new(arena, UnitCache);
    cache->arena = arena;
    cache->files = cache_files_open(arena, directory && *directory ? directory : ".chanvet/cache", messages);
    cache->base = add_models(add_program(add_environment((Hash){0}), arena), models);
    cache->base = hash_text(cache->base, path_absolute(arena, NULL, ".")); // paths in results are relative to it
    return cache;
}

static KnownFile *slot_of(UnitCache *cache, const char *path) {
    uint32_t mask = cache->known_capacity - 1, at = (uint32_t)hash_text((Hash){0}, path).low & mask;
    while (cache->known[at].path && strcmp(cache->known[at].path, path)) at = (at + 1) & mask;
    return &cache->known[at];
}

static void grow(UnitCache *cache) {
    KnownFile *old = cache->known;
    uint32_t capacity = cache->known_capacity;
    cache->known_capacity = capacity ? capacity * 2 : 1024;
    cache->known = arena_new_array(cache->arena, KnownFile, cache->known_capacity);
    for (uint32_t i = 0; i < capacity; i++)
        if (old[i].path) *slot_of(cache, old[i].path) = old[i];
}

static bool is_unchanged(UnitCache *cache, const IncludedFile *file) {
    if (cache->known_count * 2 >= cache->known_capacity) grow(cache);
    KnownFile *known = slot_of(cache, file->path);
    if (!known->path) {
        known->path = arena_copy_text(cache->arena, file->path);
        known->is_there = content_key_of_file(file->path, &known->content);
        cache->known_count++;
    }
    return known->is_there && !memcmp(&known->content, &file->content, sizeof(Hash));
}

static bool key_of(const UnitCache *cache, const SourceUnit *unit, Hash *key) {
    Messages ignored = {.arena = arena_create()};
    bool is_there = !content_key(unit, &ignored, key);
    arena_destroy(ignored.arena);
    *key = hash_bytes(hash_text(*key, unit->path), &cache->base, sizeof cache->base);
    return is_there;
}

static bool is_current(UnitCache *cache, const char *bytes, size_t size) {
    Arena *scratch = arena_create();
    Messages ignored = {.arena = scratch};
    Extraction extraction;
    bool is_good = !extraction_read("cache", bytes, size, scratch, &ignored, &extraction) && !extraction.status;
    for (uint32_t i = 0; is_good && i < extraction.included.count; i++)
        is_good = is_unchanged(cache, &extraction.included.items[i]);
    arena_destroy(scratch);
    return is_good;
}

const char *unit_cache_find(UnitCache *cache, const SourceUnit *unit, uint32_t unit_index, Arena *arena, size_t *size) {
    if (!cache) return NULL;
    Hash key = {0};
    bool has_key = key_of(cache, unit, &key);
    while (cache->keys.count <= unit_index) array_push(&cache->keys, cache->arena, (Hash){0});
    cache->keys.items[unit_index] = has_key ? key : (Hash){0};
    const char *bytes = has_key ? cache_files_get(cache->files, key, arena, size) : NULL;
    return bytes && is_current(cache, bytes, *size) ? bytes : NULL;
}

void unit_cache_keep(UnitCache *cache, const SourceUnit *unit, uint32_t unit_index, const Extraction *extraction,
                     const void *bytes, size_t size) {
    Hash key;
    if (!cache || extraction->status || !extraction->is_settled || !key_of(cache, unit, &key)) return;
    if (memcmp(&key, &cache->keys.items[unit_index], sizeof key) || size > LARGEST_ENTRY) return;
    cache_files_put(cache->files, key, bytes, size);
}

Hash unit_cache_base_key(const UnitCache *cache) {
    return cache->base;
}

const char *unit_cache_get(UnitCache *cache, Hash key, Arena *arena, size_t *size) {
    return cache_files_get(cache->files, key, arena, size);
}

void unit_cache_put(UnitCache *cache, Hash key, const void *bytes, size_t size) {
    cache_files_put(cache->files, key, bytes, size);
}

void unit_cache_close(UnitCache *cache) {
    if (cache) cache_files_close(cache->files);
}
