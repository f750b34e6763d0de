// SPDX-License-Identifier: MIT
#include "findings/absorb.h"

#include <string.h>

// "a.c:main:c->results" names the object "results", wherever it was made and through whatever it is reached.
static const char *last_name(const char *resource) {
    const char *name = resource;
    for (const char *at = resource; *at; at++)
        if (strchr(":.>", *at) && at[1]) name = at + 1;
    return name;
}

static bool has_operation(const Finding *finding, const char *operation) {
    for (uint32_t i = 0; i < finding->operations.count; i++)
        if (!strcmp(finding->operations.items[i], operation)) return true;
    return false;
}

static bool has_resource(const Finding *finding, const char *resource) {
    for (uint32_t i = 0; i < finding->resources.count; i++)
        if (!strcmp(last_name(finding->resources.items[i]), last_name(resource))) return true;
    return false;
}

static bool is_same_place(const Finding *one, const Finding *other) {
    return one->place.path && other->place.path && !strcmp(one->place.path, other->place.path) &&
           one->place.line == other->place.line && one->place.column == other->place.column;
}

// Who waits for ever is one question, whatever the answer is called; misuse and races are others.
static bool is_about_waiting(const Finding *finding) {
    const char *tag = finding->rule->tag_count ? finding->rule->tags[0] : "";
    return !strcmp(tag, "deadlock") || !strcmp(tag, "leak");
}

static bool absorbs(const Finding *whole, const Finding *part) {
    if (!is_same_place(whole, part) || part->level > whole->level || part->certainty > whole->certainty) return false;
    if (!is_about_waiting(whole) || !is_about_waiting(part)) return false;
    if (!part->operations.count || !part->resources.count) return false;
    for (uint32_t i = 0; i < part->operations.count; i++)
        if (!has_operation(whole, part->operations.items[i])) return false;
    for (uint32_t i = 0; i < part->resources.count; i++)
        if (!has_resource(whole, part->resources.items[i])) return false;
    return true;
}

static bool is_absorbed(const Finding *findings, uint32_t count, uint32_t index) {
    const Finding *part = &findings[index];
    for (uint32_t i = index; i-- > 0 && is_same_place(&findings[i], part);)
        if (absorbs(&findings[i], part)) return true;
    for (uint32_t i = index + 1; i < count && is_same_place(&findings[i], part); i++)
        if (absorbs(&findings[i], part) && !absorbs(part, &findings[i])) return true; // of two equals the first stays
    return false;
}

uint32_t findings_absorb(Finding *findings, uint32_t count, Arena *arena) {
    bool *is_gone = arena_new_array(arena, bool, count + 1);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) is_gone[i] = is_absorbed(findings, count, i);
    for (uint32_t i = 0; i < count; i++)
        if (!is_gone[i]) findings[kept++] = findings[i];
    return kept;
}
