// SPDX-License-Identifier: MIT
// Cells against memory that is kept byte by byte: what a read calls known is what the bytes say, what it calls
// untouched was never written, and it knows whatever the last write left whole.
//   cells_test [first seed] [rounds]
#include "explorer/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES = 40, STEPS = 30, UNTOUCHED = -1 };

typedef struct Byte {
    int value;       // UNTOUCHED, or 0 … 255
    uint32_t writer; // number of the write that it comes from
    int64_t offset;  // where and how wide that was
    uint64_t size;
    bool is_of_zeroes; // it wrote nothing but zeroes
} Byte;

typedef struct Random {
    uint64_t state; // xorshift64* (Vigna 2016)
} Random;

static uint32_t below(Random *random, uint32_t limit) {
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return (uint32_t)((random->state * 0x2545f4914f6cdd1du) >> 33) % limit;
}

typedef struct Pair {
    Arena *arena;
    Cells cells;
    Byte bytes[BYTES];
    uint32_t writes;
    int failures;
    const char *what;
    uint64_t seed;
} Pair;

static void fail(Pair *pair, const char *reason, int64_t offset, uint64_t size) {
    if (pair->failures++) return;
    printf("seed %llu: %s: %s, %llu bytes at %lld\n", (unsigned long long)pair->seed, pair->what, reason,
           (unsigned long long)size, (long long)offset);
}

static void write_both(Pair *pair, int64_t offset, uint64_t size, int64_t number) {
    cells_write(&pair->cells, pair->arena, offset, size, value_integer(number));
    pair->writes++;
    for (uint64_t i = 0; i < size; i++) {
        int byte = i < 8 ? (int)((uint64_t)number >> (8 * i) & 0xff) : 0;
        pair->bytes[offset + (int64_t)i] = (Byte){byte, pair->writes, offset, size, number == 0};
    }
}

static void clear_both(Pair *pair, int64_t offset, uint64_t size) {
    cells_clear(&pair->cells, pair->arena, offset, size);
    for (uint64_t i = 0; i < size; i++) pair->bytes[offset + (int64_t)i] = (Byte){.value = UNTOUCHED};
}

// All bytes are zero and from one write, or they are exactly what one write wrote.
static bool is_whole(const Byte *bytes, int64_t shift, int64_t offset, uint64_t size) {
    const Byte *first = &bytes[offset];
    for (uint64_t i = 0; i < size; i++) {
        const Byte *byte = &bytes[offset + (int64_t)i];
        if (byte->value == UNTOUCHED || byte->writer != first->writer) return false;
    }
    return first->is_of_zeroes || (first->offset == offset + shift && first->size == size);
}

static bool is_untouched(const Byte *bytes, int64_t offset, uint64_t size) {
    for (uint64_t i = 0; i < size; i++)
        if (bytes[offset + (int64_t)i].value != UNTOUCHED) return false;
    return true;
}

static bool agrees(const Byte *bytes, int64_t offset, uint64_t size, int64_t number) {
    for (uint64_t i = 0; i < size; i++)
        if (bytes[offset + (int64_t)i].value != (int)((uint64_t)number >> (8 * i) & 0xff)) return false;
    return true;
}

static void read_both(Pair *pair, const Cells *cells, const Byte *bytes, int64_t offset, uint64_t size) {
    Value value = {0};
    bool is_written = cells_read(cells, offset, size, &value);
    if (!is_written && !is_untouched(bytes, offset, size)) fail(pair, "called untouched", offset, size);
    if (!is_written) return;
    if (is_untouched(bytes, offset, size)) fail(pair, "called written", offset, size);
    bool is_known = value.kind == VALUE_INTEGER;
    if (is_known && !agrees(bytes, offset, size, value.number)) fail(pair, "another value", offset, size);
    if (!is_known && is_whole(bytes, bytes - pair->bytes, offset, size)) fail(pair, "not known", offset, size);
}

static void check_order(Pair *pair) {
    for (uint32_t i = 1; i < pair->cells.count; i++) {
        const Cell *before = &pair->cells.items[i - 1], *cell = &pair->cells.items[i];
        if (before->offset + (int64_t)before->size > cell->offset)
            fail(pair, "cells overlap", cell->offset, cell->size);
    }
}

static uint64_t width(Random *random) {
    return UINT64_C(1) << below(random, 4);
}

static void change(Pair *pair, Random *random) {
    uint64_t size = width(random);
    bool is_range = below(random, 4) == 0;
    if (is_range) size = 1 + below(random, 20);
    int64_t offset = below(random, BYTES - (uint32_t)size + 1);
    uint64_t bits = (uint64_t)random->state << 7 ^ random->state;
    bool is_clear = below(random, 6) == 0;
    pair->what = is_clear ? "clear" : "write";
    if (is_clear)
        clear_both(pair, offset, size);
    else
        write_both(pair, offset, size,
                   is_range ? 0 : (int64_t)(size == 8 ? bits : bits & ((UINT64_C(1) << size * 8) - 1)));
}

static void read_slice(Pair *pair, Random *random) {
    uint64_t length = 8 + below(random, 16), size = width(random);
    int64_t start = below(random, BYTES - (uint32_t)length + 1);
    Cells slice = cells_slice(&pair->cells, pair->arena, start, length);
    pair->what = "slice";
    read_both(pair, &slice, pair->bytes + start, below(random, (uint32_t)(length - size) + 1), size);
}

static int run(uint64_t seed) {
    Random random = {seed * 0x9e3779b97f4a7c15u + 1};
    Pair pair = {.arena = arena_create(), .seed = seed};
    for (uint32_t i = 0; i < BYTES; i++) pair.bytes[i].value = UNTOUCHED;
    for (uint32_t step = 0; step < STEPS; step++) {
        change(&pair, &random);
        check_order(&pair);
        for (uint32_t i = 0; i < 4; i++) {
            uint64_t size = width(&random);
            read_both(&pair, &pair.cells, pair.bytes, below(&random, BYTES - (uint32_t)size + 1), size);
        }
        read_slice(&pair, &random);
    }
    arena_destroy(pair.arena);
    return pair.failures != 0;
}

// A value with an identity is read whole or not at all; what it is written over is gone.
static int run_identity(void) {
    Arena *arena = arena_create();
    Cells cells = {0};
    Value value = {0}, symbol = {VALUE_SYMBOL, 7, 1}, pointer = value_pointer(3, 16);
    cells_write(&cells, arena, 8, 8, symbol);
    cells_write(&cells, arena, 16, 8, pointer);
    int failures = !cells_read(&cells, 8, 8, &value) || !value_equal(value, symbol);
    failures += !cells_read(&cells, 16, 8, &value) || !value_equal(value, pointer);
    failures += !cells_read(&cells, 12, 8, &value) || value.kind != VALUE_UNKNOWN;
    cells_write(&cells, arena, 12, 8, value_integer(5));
    failures += !cells_read(&cells, 8, 8, &value) || value.kind != VALUE_UNKNOWN;
    failures += !cells_read(&cells, 16, 8, &value) || value.kind != VALUE_UNKNOWN;
    failures += !cells_read(&cells, 12, 8, &value) || !value_equal(value, value_integer(5));
    if (failures) printf("values with an identity: %d wrong answers\n", failures);
    arena_destroy(arena);
    return failures;
}

int main(int count, char **arguments) {
    uint64_t first = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    uint64_t rounds = count > 2 ? strtoull(arguments[2], NULL, 10) : 3000;
    int failures = run_identity();
    for (uint64_t seed = first; seed < first + rounds; seed++) failures += run(seed);
    printf("%llu memories, %d with a difference\n", (unsigned long long)rounds, failures);
    return failures != 0;
}
