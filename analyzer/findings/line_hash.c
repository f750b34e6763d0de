// SPDX-License-Identifier: MIT
#include "findings/line_hash.h"

#include "findings/utf8.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

enum { WINDOW = 100, MULTIPLIER = 37, END_OF_FILE = 65535 };

typedef struct LineValue {
    uint64_t value;
    uint32_t line;
} LineValue;

// The file's code units that count, and where in them each line starts.
typedef struct Units {
    Arena *arena;
    ARRAY(uint16_t) list;
    ARRAY(uint32_t) line_starts;
    bool at_line_start, after_carriage_return;
} Units;

static void add_unit(Units *units, uint16_t unit) {
    bool is_second_of_pair = units->after_carriage_return && unit == '\n';
    units->after_carriage_return = unit == '\r';
    if (unit == ' ' || unit == '\t' || is_second_of_pair) return;
    if (unit == '\r') unit = '\n';
    if (units->at_line_start) array_push(&units->line_starts, units->arena, units->list.count);
    units->at_line_start = unit == '\n';
    array_push(&units->list, units->arena, unit);
}

static Units read_units(const char *bytes, size_t length, Arena *arena) {
    Units units = {.arena = arena, .at_line_start = true};
    for (size_t i = 0; i < length;) {
        CodePoint point = utf8_next(bytes + i, length - i);
        i += point.length;
        if (utf16_units(point) == 1) {
            add_unit(&units, (uint16_t)point.value);
            continue;
        }
        add_unit(&units, (uint16_t)(0xd800 + ((point.value - 0x10000) >> 10)));
        add_unit(&units, (uint16_t)(0xdc00 + ((point.value - 0x10000) & 0x3ff)));
    }
    add_unit(&units, END_OF_FILE);
    return units;
}

static uint64_t hash_window(const Units *units, uint32_t start) {
    uint64_t hash = 0;
    for (uint32_t i = start; i < start + WINDOW; i++)
        hash = hash * MULTIPLIER + (i < units->list.count ? units->list.items[i] : 0);
    return hash;
}

static int compare_values(const void *left_value, const void *right_value) {
    const LineValue *left = left_value, *right = right_value;
    if (left->value != right->value) return left->value < right->value ? -1 : 1;
    return (left->line > right->line) - (left->line < right->line);
}

LineHashes line_hashes_compute(const char *bytes, size_t length, Arena *arena) {
    Arena *scratch = arena_create();
    Units units = read_units(bytes, length, scratch);
    uint32_t lines = units.line_starts.count;
    LineValue *values = arena_new_array(scratch, LineValue, lines + 1);
    for (uint32_t i = 0; i < lines; i++) values[i] = (LineValue){hash_window(&units, units.line_starts.items[i]), i};
    qsort(values, lines, sizeof *values, compare_values);

    LineHashes hashes = {0};
    const char **texts = arena_new_array(arena, const char *, lines + 1);
    for (uint32_t i = 0, repetition = 0; i < lines; i++) {
        repetition = i && values[i - 1].value == values[i].value ? repetition + 1 : 1;
        texts[values[i].line] = arena_format(arena, "%" PRIx64 ":%" PRIu32, values[i].value, repetition);
    }
    hashes.list.items = texts;
    hashes.list.count = hashes.list.capacity = lines;
    arena_destroy(scratch);
    return hashes;
}
