// SPDX-License-Identifier: MIT
// What is written must be read back equal, member for member (see test_program.h), on disk, in memory and as bytes.
#include "facts/facts.h"

#include "facts/test_program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failures;

static void expect(bool condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "facts_test: failed: %s\n", what);
    failures++;
}

static void expect_equal(Facts *facts, int64_t unit, const Program *program, Messages *messages) {
    Program *again = NULL;
    expect(facts_read_unit(facts, unit, messages->arena, messages, &again) == STATUS_OK, "reads");
    const char *difference = again ? test_program_difference(program, again) : "nothing";
    if (difference) fprintf(stderr, "facts_test: differs: %s\n", difference);
    expect(!difference, "what is read equals what was written");
    if (!again) return;
    Text before = {0}, after = {0};
    program_print(program, &before);
    program_print(again, &after);
    expect(strcmp(text_value(&before), text_value(&after)) == 0, "both print the same");
    text_free(&before);
    text_free(&after);
}

static void test_round_trip(const char *path) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Facts *facts = NULL;
    Program *program = test_program_create(arena, TEST_IDS, TEST_IDS, TEST_IDS, 3 * TEST_IDS);
    Program *empty = program_create(arena);
    int64_t unit = 0, other = 0, same = 0;
    expect(facts_open(arena, path, &messages, &facts) == STATUS_OK, "opens");
    expect(facts_write_unit(facts, "src/a.c", program, &messages, &unit) == STATUS_OK, "writes");
    expect(facts_write_unit(facts, "src/b.c", empty, &messages, &other) == STATUS_OK, "writes an empty unit");
    expect_equal(facts, unit, program, &messages);
    expect_equal(facts, other, empty, &messages);
    expect(facts_write_unit(facts, "src/a.c", empty, &messages, &same) == STATUS_OK && same == unit,
           "a unit written again keeps its id");
    expect_equal(facts, unit, empty, &messages);
    expect(facts_write_unit(facts, "src/a.c", program, &messages, &same) == STATUS_OK, "writes it back");
    FactsUnits units;
    expect(facts_list_units(facts, arena, &messages, &units) == STATUS_OK && units.count == 2, "lists two units");
    expect(strcmp(units.items[0].path, "src/a.c") == 0 && units.items[1].id == other, "lists them by path");
    expect(messages.list.count == 0, "says nothing when all is well");
    messages_print(&messages, 0);
    facts_close(facts);
    if (strcmp(path, ":memory:") != 0) {
        expect(facts_open(arena, path, &messages, &facts) == STATUS_OK, "opens again");
        expect_equal(facts, unit, program, &messages);
        facts_close(facts);
    }
    arena_destroy(arena);
}

static void test_bytes(const char *path) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Facts *facts = NULL, *copy = NULL;
    Program *program = test_program_create(arena, TEST_IDS, TEST_IDS, TEST_IDS, TEST_IDS);
    int64_t unit;
    const unsigned char *bytes, *again;
    size_t size, again_size;
    expect(facts_open(arena, path, &messages, &facts) == STATUS_OK, "opens");
    expect(facts_write_unit(facts, "bytes.c", program, &messages, &unit) == STATUS_OK, "writes");
    expect(facts_serialize(facts, arena, &bytes, &size, &messages) == STATUS_OK, "serializes");
    expect(facts_serialize(facts, arena, &again, &again_size, &messages) == STATUS_OK, "serializes twice");
    expect(size == again_size && memcmp(bytes, again, size) == 0, "to the same bytes");
    facts_close(facts);
    expect(facts_deserialize(arena, bytes, size, &messages, &copy) == STATUS_OK, "deserializes");
    expect_equal(copy, unit, program, &messages);
    expect(facts_write_unit(copy, "more.c", program, &messages, &unit) == STATUS_OK, "can be written to");
    expect_equal(copy, unit, program, &messages);
    messages_print(&messages, 0);
    facts_close(copy);
    arena_destroy(arena);
}

// Equal input makes equal bytes, whatever was in memory before.
static void test_determinism(void) {
    const unsigned char *bytes[2];
    size_t sizes[2];
    Arena *arena = arena_create();
    for (int i = 0; i < 2; i++) {
        Messages messages = {.arena = arena};
        Facts *facts = NULL;
        int64_t unit;
        expect(facts_open(arena, ":memory:", &messages, &facts) == STATUS_OK, "opens");
        facts_write_unit(facts, "a.c", test_program_create(arena, TEST_IDS, TEST_IDS, TEST_IDS, TEST_IDS), &messages,
                         &unit);
        facts_serialize(facts, arena, &bytes[i], &sizes[i], &messages);
        facts_close(facts);
    }
    expect(sizes[0] == sizes[1] && memcmp(bytes[0], bytes[1], sizes[0]) == 0, "two runs make the same bytes");
    arena_destroy(arena);
}

// A member that two descriptions name, or none, would escape the comparison above.
static void test_descriptions(void) {
    static const struct {
        TableId table;
        size_t size, undescribed; // bytes: padding, and members stored in tables of their own
    } shapes[] = {
        {TABLE_FILES, sizeof(SourceFile), 7},
        {TABLE_FUNCTIONS, sizeof(Function), 6 + 8 + 4 + 8 + 4},
        {TABLE_VARIABLES, sizeof(Variable), 2 + 1},
        {TABLE_EXPRS, sizeof(Expr), 2 + 4 + 4},
        {TABLE_NODES, sizeof(Node), 2 + 4 + 8 + 4 + 8 + 4 + 3},
        {TABLE_SWITCH_CASES, sizeof(SwitchCase), 4},
        {TABLE_API_OPERANDS, sizeof(Operand), 0},
        {TABLE_API_OUTCOMES, sizeof(Outcome), 6},
    };
    static const size_t sizes[] = {[FIELD_U32] = 4,
                                   [FIELD_U64] = 8,
                                   [FIELD_I64] = 8,
                                   [FIELD_BOOL] = 1,
                                   [FIELD_ENUM] = 4,
                                   [FIELD_CHAR] = 1,
                                   [FIELD_TEXT] = sizeof(char *)};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        const Table *table = table_describe(shapes[s].table);
        unsigned char seen[512] = {0};
        size_t described = 0;
        for (uint32_t i = 0; i < table->field_count; i++)
            for (size_t byte = 0; byte < sizes[table->fields[i].kind]; byte++) {
                expect(!seen[table->fields[i].offset + byte]++, table->name);
                described++;
            }
        if (described + shapes[s].undescribed == shapes[s].size) continue;
        fprintf(stderr, "facts_test: %s: %zu of %zu bytes are described, not %zu\n", table->name, described,
                shapes[s].size, shapes[s].size - shapes[s].undescribed);
        failures++;
    }
}

int main(void) {
    char folder[] = "/tmp/facts_test_XXXXXX", path[64];
    if (!mkdtemp(folder)) return 1;
    snprintf(path, sizeof path, "%s/a.db", folder);
    test_descriptions();
    test_round_trip(":memory:");
    test_round_trip(path);
    test_bytes(":memory:");
    test_bytes(path);
    test_determinism();
    unlink(path);
    expect(rmdir(folder) == 0, "no other file is left behind");
    return failures != 0;
}
