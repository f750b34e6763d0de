// SPDX-License-Identifier: MIT
// What is written must be read back equal, field for field. Fields are filled with values that all differ, by
// walking the struct descriptions, so a field that is not stored shows.
#include "facts/facts.h"
#include "facts/test_program.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void expect(bool condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "facts_test: failed: %s\n", what);
    failures++;
}

static void test_round_trip(const char *path) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Facts *facts;
    Program *program = test_program_create(arena, TEST_IDS, TEST_IDS, TEST_IDS, 3 * TEST_IDS), *again = NULL;
    int64_t unit = 0;
    expect(facts_open(arena, path, &messages, &facts) == STATUS_OK, "opens");
    expect(facts_write_unit(facts, "src/a.c", program, &messages, &unit) == STATUS_OK, "writes");
    expect(facts_read_unit(facts, unit, arena, &messages, &again) == STATUS_OK, "reads");
    const char *difference = again ? test_program_difference(program, again) : "nothing read";
    if (difference) fprintf(stderr, "facts_test: %s\n", difference);
    expect(!difference, "the program read equals the one written");
    messages_print(&messages, 0);
    facts_close(facts);
    arena_destroy(arena);
}

int main(void) {
    test_round_trip(":memory:");
    return failures != 0;
}
