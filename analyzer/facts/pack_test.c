// SPDX-License-Identifier: MIT
// What is packed is unpacked equal; whatever the bytes are, the end is a whole program or a message, never a crash and
// never a read beyond the end (the bytes lie in a block of just their size, for AddressSanitizer).
#include "facts/pack.h"

#include "facts/seal.h"
#include "facts/test_program.h"

#include <stdio.h>
#include <stdlib.h>

static int failures;

static void expect(bool condition, const char *what, long number) {
    if (condition) return;
    fprintf(stderr, "pack_test: failed: %s (%ld)\n", what, number);
    failures++;
}

typedef struct Attempt {
    Status status;
    bool is_equal;
} Attempt;

static Attempt try_bytes(const char *bytes, size_t size, bool is_sealed, const Program *original) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Program *again = NULL;
    unsigned char *exact = malloc(size ? size : 1);
    if (size) memcpy(exact, bytes, size);
    const unsigned char *payload = exact;
    size_t payload_size = size;
    Attempt attempt = {STATUS_OK, false};
    if (is_sealed) attempt.status = seal_open(SEAL_UNIT, "x.facts", exact, size, &messages, &payload, &payload_size);
    if (!attempt.status) attempt.status = facts_unpack("x.facts", payload, payload_size, arena, &messages, &again);
    if (again) {
        Text text = {0};
        program_print(again, &text); // walks every reference
        text_free(&text);
        attempt.is_equal = !test_program_difference(original, again);
    }
    expect(!attempt.status == (again != NULL), "a program or a failure", (long)size);
    expect((attempt.status == STATUS_BAD_INPUT) == (messages.list.count == 1), "a refusal has words", (long)size);
    free(exact);
    arena_destroy(arena);
    return attempt;
}

static void test_truncation(const Text *packed, const Text *sealed, const Program *program) {
    for (size_t size = 0; size < packed->length; size += size < 200 ? 1 : 61)
        expect(try_bytes(packed->bytes, size, false, program).status == STATUS_BAD_INPUT, "cut", (long)size);
    for (size_t size = 0; size < sealed->length; size += size < 200 ? 1 : 97)
        expect(try_bytes(sealed->bytes, size, true, program).status == STATUS_BAD_INPUT, "cut and sealed", (long)size);
}

// Under a seal every change is noticed; without one it must be harmless.
static void test_changes(const Text *packed, const Text *sealed, const Program *program) {
    uint64_t seed = 23;
    int refused = 0;
    char *bytes = malloc(sealed->length);
    for (int round = 0; round < 3000; round++) {
        memcpy(bytes, packed->bytes, packed->length);
        for (int i = 0; i <= round % 6; i++) bytes[test_next(&seed) % packed->length] = (char)test_next(&seed);
        refused += try_bytes(bytes, packed->length, false, program).status != STATUS_OK;
    }
    expect(refused > 1000, "most changes are noticed", refused);
    for (int round = 0; round < 300; round++) {
        memcpy(bytes, sealed->bytes, sealed->length);
        bytes[round < SEAL_SIZE ? (size_t)round : test_next(&seed) % sealed->length] ^=
            (char)(1 + test_next(&seed) % 255);
        expect(try_bytes(bytes, sealed->length, true, program).status == STATUS_BAD_INPUT, "changed and sealed", round);
    }
    free(bytes);
}

static void test_numbers(void) {
    static const unsigned char endless[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    static const unsigned char many[] = {0x80, 0x80, 0x80, 0x80, 0x08, 0x00};
    expect(try_bytes((const char *)endless, sizeof endless, false, NULL).status == STATUS_BAD_INPUT, "endless number",
           0);
    expect(try_bytes((const char *)many, sizeof many, false, NULL).status == STATUS_BAD_INPUT, "a count too high", 0);
}

int main(void) {
    Arena *arena = arena_create();
    Program *program = test_program_create(arena, TEST_IDS, TEST_IDS, TEST_IDS, 3 * TEST_IDS);
    Program *empty = program_create(arena);
    Text packed = {0}, again = {0}, sealed = {0}, nothing = {0};
    facts_pack(program, &packed);
    facts_pack(program, &again);
    facts_pack(empty, &nothing);
    seal_put(SEAL_UNIT, packed.bytes, packed.length, &sealed);
    expect(packed.length == again.length && !memcmp(packed.bytes, again.bytes, packed.length), "equal bytes", 0);
    expect(try_bytes(packed.bytes, packed.length, false, program).is_equal, "comes back equal", 0);
    expect(try_bytes(sealed.bytes, sealed.length, true, program).is_equal, "comes back equal from a seal", 0);
    expect(try_bytes(nothing.bytes, nothing.length, false, empty).is_equal, "an empty program", 0);
    test_truncation(&packed, &sealed, program);
    test_changes(&packed, &sealed, program);
    test_numbers();
    text_free(&packed);
    text_free(&again);
    text_free(&sealed);
    text_free(&nothing);
    arena_destroy(arena);
    return failures != 0;
}
