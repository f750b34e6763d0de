// SPDX-License-Identifier: MIT
#include "findings/finding.h"

#include "findings/absorb.h"

#include "base/hash.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { FURTHER_PLACES_LIMIT = 5 };

// What sorting looks at; the fingerprint brings findings of one cause together.
typedef struct Entry {
    const char *fingerprint;
    const Finding *finding;
    uint32_t index;
} Entry;

void findings_add(FindingSet *set, Finding finding) {
    array_push(&set->list, set->arena, finding);
}

uint32_t findings_count(const FindingSet *set, Level least) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < set->list.count; i++) {
        const Finding *finding = &set->list.items[i];
        count += finding->level >= least && finding->baseline != BASELINE_UNCHANGED;
    }
    return count;
}

const char *finding_first_sentence(const Finding *finding, Arena *arena) {
    const char *end = strstr(finding->message, ". ");
    size_t length = end ? (size_t)(end - finding->message) + 1 : strlen(finding->message);
    return arena_copy_bytes(arena, finding->message, length);
}

static int compare_texts(const char *left, const char *right) {
    return strcmp(left ? left : "", right ? right : "");
}

static int compare_numbers(uint32_t left, uint32_t right) {
    return (left > right) - (left < right);
}

static int compare_places(const FindingPlace *left, const FindingPlace *right) {
    int order = compare_texts(left->path, right->path);
    if (!order) order = compare_numbers(left->line, right->line);
    return order ? order : compare_numbers(left->column, right->column);
}

static int compare_entries(const void *left_entry, const void *right_entry) {
    const Entry *left = left_entry, *right = right_entry;
    int order = compare_places(&left->finding->place, &right->finding->place);
    if (!order) order = compare_texts(left->finding->rule->id, right->finding->rule->id);
    if (!order) order = compare_texts(left->finding->message, right->finding->message);
    if (!order) order = strcmp(left->fingerprint, right->fingerprint);
    return order ? order : compare_numbers(left->index, right->index);
}

static int compare_causes(const void *left_entry, const void *right_entry) {
    const Entry *left = left_entry, *right = right_entry;
    int order = strcmp(left->fingerprint, right->fingerprint);
    if (!order) order = compare_numbers(right->finding->certainty, left->finding->certainty);
    return order ? order : compare_entries(left, right);
}

static int compare_text_items(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

// A name that starts with an absolute file name would differ between machines.
static const char *without_directories(const char *name) {
    if (name[0] != '/') return name;
    const char *start = name, *end = name + strcspn(name, ":");
    for (const char *at = name; at < end; at++)
        if (*at == '/') start = at + 1;
    return start;
}

// Order and repetitions do not matter: two workers at one send are one cause, whoever is named first.
static Hash hash_text_set(Hash hash, const char *const *texts, uint32_t count, Arena *arena) {
    const char **sorted = arena_new_array(arena, const char *, count + 1);
    for (uint32_t i = 0; i < count; i++) sorted[i] = without_directories(texts[i]);
    qsort(sorted, count, sizeof *sorted, compare_text_items);
    for (uint32_t i = 0; i < count; i++)
        if (i == 0 || strcmp(sorted[i - 1], sorted[i]) != 0) hash = hash_text(hash, sorted[i]);
    return hash_text(hash, "\n");
}

const char *finding_fingerprint(const Finding *finding, Arena *arena) {
    Hash hash = hash_text((Hash){0}, finding->rule->id);
    hash = hash_text_set(hash, finding->resources.items, finding->resources.count, arena);
    hash = hash_text_set(hash, finding->operations.items, finding->operations.count, arena);
    if (!finding->resources.count && !finding->operations.count) {
        // Nothing stable is known about the cause: file, function and words are the next best.
        hash = hash_text(hash, finding->place.path ? without_directories(finding->place.path) : "");
        hash = hash_text(hash, finding->place.function ? finding->place.function : "");
        hash = hash_text(hash, finding->message);
    }
    return arena_format(arena, "%016" PRIx64, hash.low);
}

static bool mentions_place(const Finding *finding, const FindingPlace *place) {
    if (compare_places(&finding->place, place) == 0) return true;
    for (uint32_t i = 0; i < finding->related.count; i++)
        if (compare_places(&finding->related.items[i].place, place) == 0) return true;
    return false;
}

static Finding merge_cause(const Entry *entries, uint32_t count, Arena *arena) {
    Finding kept = *entries[0].finding;
    uint32_t added = 0;
    for (uint32_t i = 1; i < count && added < FURTHER_PLACES_LIMIT; i++) {
        const FindingPlace *place = &entries[i].finding->place;
        if (!place->path || mentions_place(&kept, place)) continue;
        if (added == 0 && kept.related.count) {
            // The dropped findings may share this list's storage; growing a copy leaves theirs alone.
            RelatedPlace *own = arena_new_array(arena, RelatedPlace, kept.related.count);
            memcpy(own, kept.related.items, kept.related.count * sizeof *own);
            kept.related.items = own;
            kept.related.capacity = kept.related.count;
        }
        array_push(&kept.related, arena, (RelatedPlace){*place, "the same cause is met here too"});
        added++;
    }
    return kept;
}

void findings_finish(FindingSet *set) {
    uint32_t count = set->list.count, kept = 0;
    Entry *entries = arena_new_array(set->arena, Entry, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const Finding *finding = &set->list.items[i];
        entries[i] = (Entry){finding_fingerprint(finding, set->arena), finding, i};
    }
    qsort(entries, count, sizeof *entries, compare_causes);
    Finding *merged = arena_new_array(set->arena, Finding, count + 1);
    for (uint32_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && !strcmp(entries[i].fingerprint, entries[next].fingerprint);) next++;
        merged[kept] = merge_cause(&entries[i], next - i, set->arena);
        entries[kept] = (Entry){entries[i].fingerprint, &merged[kept], entries[i].index};
        kept++;
    }
    qsort(entries, kept, sizeof *entries, compare_entries);
    set->list.count = 0;
    for (uint32_t i = 0; i < kept; i++) set->list.items[set->list.count++] = *entries[i].finding;
    set->list.count = findings_absorb(set->list.items, kept, set->arena);
}
