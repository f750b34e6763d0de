// SPDX-License-Identifier: MIT
#include "recall.h"

#include "checks/scope_memory.h"
#include "facts/seal.h"
#include "program/digest.h"
#include "wire.h"

#include <string.h>

Recall recall_open(UnitCache *cache, const Program *program, Hash question) {
    Recall recall = {.cache = cache, .program = program};
    Hash content = program_digest(program);
    recall.key = hash_bytes(hash_text(question, "program"), &content, sizeof content);
    return recall;
}

static bool contains(const char *bytes, size_t size, const char *text) {
    size_t length = strlen(text);
    const char *end = bytes + size;
    for (const char *at = bytes; length && (size_t)(end - at) >= length; at++) {
        at = memchr(at, *text, (size_t)(end - at) - length + 1);
        if (!at) return false;
        if (!memcmp(at, text, length)) return true;
    }
    return false;
}

// The files that the verdict names anywhere, and so may name lines of.
static Hash lines_of(const Recall *recall, const char *verdict, size_t size, Arena *scratch) {
    const Program *program = recall->program;
    bool *is_named = arena_new_array(scratch, bool, program->files.count + 1);
    bool is_any = false;
    for (FileId id = 1; id < program->files.count; id++) {
        is_named[id] = contains(verdict, size, program->files.items[id].path);
        is_any |= is_named[id];
    }
    return is_any ? program_digest_lines(program, is_named) : (Hash){0};
}

bool recall_find(const Recall *recall, Arena *arena, Verdict *verdict) {
    size_t size, packed_size;
    Arena *scratch = arena_create();
    const char *bytes = unit_cache_get(recall->cache, recall->key, scratch, &size);
    WireReader reader = {.at = bytes, .end = bytes ? bytes + size : bytes};
    Hash lines = {.low = wire_number(&reader)};
    lines.high = wire_number(&reader);
    const char *packed = bytes ? wire_bytes(&reader, &packed_size) : NULL;
    bool is_known = packed && !reader.is_broken;
    if (is_known) {
        Hash now = lines_of(recall, packed, packed_size, scratch);
        is_known = !memcmp(&now, &lines, sizeof now) && verdict_unpack(packed, packed_size, arena, verdict);
    }
    arena_destroy(scratch);
    return is_known;
}

void recall_keep(const Recall *recall, const Verdict *verdict) {
    Text packed = {0}, bytes = {0};
    Arena *scratch = arena_create();
    verdict_pack(verdict, &packed);
    Hash lines = lines_of(recall, text_value(&packed), packed.length, scratch);
    wire_put_number(&bytes, lines.low);
    wire_put_number(&bytes, lines.high);
    wire_put_bytes(&bytes, text_value(&packed), packed.length);
    unit_cache_put(recall->cache, recall->key, bytes.bytes, bytes.length);
    arena_destroy(scratch);
    text_free(&packed);
    text_free(&bytes);
}

static Hash scopes_key(const Recall *recall, const char *name) {
    return hash_text(hash_text(unit_cache_base_key(recall->cache), "scopes"), name);
}

ScopeMemory *recall_scopes(const Recall *recall, const char *name, Arena *arena) {
    size_t size = 0;
    Messages ignored = {.arena = arena};
    const unsigned char *payload = NULL;
    const char *bytes = unit_cache_get(recall->cache, scopes_key(recall, name), arena, &size);
    if (bytes && seal_open(SEAL_SCOPES, "cache", bytes, size, &ignored, &payload, &size)) payload = NULL;
    return scope_memory_read(payload, size, arena);
}

void recall_keep_scopes(const Recall *recall, const char *name, const ScopeMemory *memory) {
    Text payload = {0}, bytes = {0};
    scope_memory_write(memory, &payload);
    if (payload.length) {
        seal_put(SEAL_SCOPES, text_value(&payload), payload.length, &bytes);
        unit_cache_put(recall->cache, scopes_key(recall, name), bytes.bytes, bytes.length);
    }
    text_free(&payload);
    text_free(&bytes);
}
