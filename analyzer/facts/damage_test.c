// SPDX-License-Identifier: MIT
// Whatever the bytes, opening and reading end with a program that is whole or with a message; never with a crash, and
// never with a program that was silently cut short.
#include "facts/facts.h"
#include "facts/test_program.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static int failures;

static void expect(bool condition, const char *what, long number) {
    if (condition) return;
    fprintf(stderr, "damage_test: failed: %s (%ld)\n", what, number);
    failures++;
}

typedef struct Image {
    unsigned char *bytes;
    size_t size;
} Image;

typedef struct Attempt {
    Status status;
    const char *words; // of the first message
    const char *difference;
} Attempt;

static Attempt try_facts(Facts *facts, Status opened, const Program *original, Messages *messages) {
    Attempt attempt = {.status = opened};
    Program *again = NULL;
    if (opened == STATUS_OK) {
        attempt.status = facts_read_unit(facts, 1, messages->arena, messages, &again);
        facts_close(facts);
    }
    if (attempt.status == STATUS_OK) {
        Text text = {0};
        program_print(again, &text); // walks every reference
        text_free(&text);
        attempt.difference = test_program_difference(original, again);
    }
    attempt.words = messages->list.count ? messages->list.items[0].text : NULL;
    return attempt;
}

static Attempt try_bytes(Arena *arena, const unsigned char *bytes, size_t size, const Program *original) {
    Messages messages = {.arena = arena};
    Facts *facts = NULL;
    Status status = facts_deserialize(arena, bytes, size, &messages, &facts);
    return try_facts(facts, status, original, &messages);
}

static Attempt try_file(Arena *arena, const char *path, const Image *image, size_t size, const Program *original) {
    Messages messages = {.arena = arena};
    Facts *facts = NULL;
    FILE *file = fopen(path, "wb");
    expect(file && fwrite(image->bytes, 1, size, file) == size && fclose(file) == 0, "writes a file", (long)size);
    Status status = facts_open(arena, path, &messages, &facts);
    return try_facts(facts, status, original, &messages);
}

static Image make_image(Arena *arena, const Program *program) {
    Messages messages = {.arena = arena};
    Facts *facts = NULL;
    int64_t unit;
    const unsigned char *bytes;
    Image image = {0};
    expect(facts_open(arena, ":memory:", &messages, &facts) == STATUS_OK, "opens", 0);
    expect(facts_write_unit(facts, "a.c", program, &messages, &unit) == STATUS_OK, "writes", 0);
    expect(facts_serialize(facts, arena, &bytes, &image.size, &messages) == STATUS_OK, "serializes", 0);
    facts_close(facts);
    image.bytes = (unsigned char *)arena_copy_bytes(arena, (const char *)bytes, image.size);
    return image;
}

static void test_truncation(const Program *program, const Image *image, const char *path) {
    for (size_t size = 0; size < image->size; size += size < 120 ? 1 : 2039) {
        Arena *arena = arena_create();
        Attempt bytes = try_bytes(arena, image->bytes, size, program);
        Attempt file = try_file(arena, path, image, size, program);
        expect(bytes.status == STATUS_BAD_INPUT && bytes.words, "truncated bytes are refused", (long)size);
        expect(file.status == STATUS_BAD_INPUT && file.words, "a truncated file is refused", (long)size);
        arena_destroy(arena);
    }
    Arena *arena = arena_create();
    Attempt whole = try_file(arena, path, image, image->size, program);
    expect(whole.status == STATUS_OK && !whole.difference, "the whole file is read", 0);
    arena_destroy(arena);
}

// A changed letter cannot be noticed; what matters is that nothing crashes and refusals have words.
static void test_changed_bytes(const Program *program, const Image *image) {
    uint64_t seed = 11;
    int refused = 0, rounds = 300;
    for (int round = 0; round < rounds; round++) {
        Arena *arena = arena_create();
        unsigned char *bytes = (unsigned char *)arena_copy_bytes(arena, (const char *)image->bytes, image->size);
        for (int i = 0; i <= round % 8; i++) bytes[test_next(&seed) % image->size] = (unsigned char)test_next(&seed);
        Attempt attempt = try_bytes(arena, bytes, image->size, program);
        expect(attempt.status == STATUS_OK || (attempt.status == STATUS_BAD_INPUT && attempt.words),
               "changed bytes are read or refused with words", round);
        refused += attempt.status != STATUS_OK;
        arena_destroy(arena);
    }
    expect(refused > rounds / 20, "many changes are noticed", refused);
}

static void test_wrong_header(Arena *arena, const Program *program, const Image *image) {
    enum { VERSION_AT = 63, APPLICATION_AT = 71 };
    unsigned char *bytes = (unsigned char *)arena_copy_bytes(arena, (const char *)image->bytes, image->size);
    bytes[VERSION_AT] = 77;
    Attempt attempt = try_bytes(arena, bytes, image->size, program);
    expect(attempt.status == STATUS_BAD_INPUT && strstr(attempt.words, "version 77"), "another version is refused", 0);
    bytes[VERSION_AT] = image->bytes[VERSION_AT];
    bytes[APPLICATION_AT] ^= 1;
    attempt = try_bytes(arena, bytes, image->size, program);
    expect(attempt.status == STATUS_BAD_INPUT && strstr(attempt.words, "another program"), "another program's too", 0);
    attempt = try_bytes(arena, (const unsigned char *)"int main(void) { return 0; } // not a database", 46, program);
    expect(attempt.status == STATUS_BAD_INPUT && strstr(attempt.words, "not a facts database"), "text is refused", 0);
    attempt = try_bytes(arena, bytes, 0, program);
    expect(attempt.status == STATUS_BAD_INPUT, "no bytes are refused", 0);
}

static void expect_open(const char *path, Status expected, const char *words) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Facts *facts = NULL;
    Status status = facts_open(arena, path, &messages, &facts);
    bool is_as_expected =
        status == expected && !facts && messages.list.count == 1 && strstr(messages.list.items[0].text, words);
    if (!is_as_expected) messages_print(&messages, 0);
    expect(is_as_expected, path, status);
    facts_close(facts);
    arena_destroy(arena);
}

static void test_paths(const char *folder) {
    expect_open("", STATUS_USAGE, "no name");
    expect_open(folder, STATUS_USAGE, "must be a file");
    expect_open("/dev/null", STATUS_USAGE, "must be a file");
    expect_open("/nowhere/at/all.db", STATUS_USAGE, "No such file");
    expect_open("/dev/null/a.db", STATUS_USAGE, "Not a directory");
}

// The limit on file size stands in for a full disk: writing fails in the same place.
static void test_full_disk(const Program *program, const char *path) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Facts *facts = NULL;
    int64_t unit, more;
    unlink(path);
    expect(facts_open(arena, path, &messages, &facts) == STATUS_OK, "opens", 0);
    expect(facts_write_unit(facts, "a.c", program, &messages, &unit) == STATUS_OK, "writes before", 0);
    struct rlimit before, tight = {1000000, RLIM_INFINITY};
    getrlimit(RLIMIT_FSIZE, &before);
    tight.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    Status status = STATUS_OK;
    for (int i = 0; i < 100 && status == STATUS_OK; i++)
        status = facts_write_unit(facts, arena_format(arena, "%d.c", i), program, &messages, &more);
    setrlimit(RLIMIT_FSIZE, &before);
    expect(status == STATUS_BAD_INPUT && messages.list.count == 1, "a full disk is a message", status);
    Program *again = NULL;
    expect(facts_read_unit(facts, unit, arena, &messages, &again) == STATUS_OK, "what was there can be read", 0);
    expect(again && !test_program_difference(program, again), "and is whole", 0);
    expect(facts_write_unit(facts, "b.c", program, &messages, &more) == STATUS_OK, "and there is room again", 0);
    expect(facts_read_unit(facts, 4711, arena, &messages, &again) == STATUS_BAD_INPUT && !again, "no such unit", 0);
    facts_close(facts);
    arena_destroy(arena);
}

int main(void) {
    char folder[] = "/tmp/damage_test_XXXXXX", path[64];
    if (!mkdtemp(folder)) return 1;
    snprintf(path, sizeof path, "%s/a.db", folder);
    Arena *arena = arena_create();
    Program *program = test_program_create(arena, TEST_IDS, TEST_IDS, TEST_IDS, TEST_IDS);
    Image image = make_image(arena, program);
    test_truncation(program, &image, path);
    test_changed_bytes(program, &image);
    test_wrong_header(arena, program, &image);
    test_paths(folder);
    test_full_disk(program, path);
    unlink(path);
    expect(rmdir(folder) == 0, "no other file is left behind", 0);
    arena_destroy(arena);
    return failures != 0;
}
