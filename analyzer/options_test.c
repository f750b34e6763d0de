// SPDX-License-Identifier: MIT
// Command lines that are understood, and those that must be refused with one message.
#include "options.h"

#include <stdio.h>
#include <string.h>

enum { MOST_WORDS = 20 };

typedef struct Test {
    Arena *arena;
    Messages messages;
    Options options;
    int failures;
} Test;

static Status parse(Test *test, const char *line) {
    char *words[MOST_WORDS] = {arena_copy_text(test->arena, "chanvet")};
    int count = 1;
    for (char *word = strtok(arena_copy_text(test->arena, line), " "); word && count < MOST_WORDS;
         word = strtok(NULL, " ")) {
        words[count++] = word;
    }
    test->messages = (Messages){.arena = test->arena};
    return options_parse(count, words, test->arena, &test->messages, &test->options);
}

static void check(Test *test, bool condition, const char *what) {
    if (condition) return;
    printf("failed: %s\n", what);
    messages_print(&test->messages, 0);
    test->failures++;
}

static void check_values(Test *test) {
    const Options *options = &test->options;
    check(test, !parse(test, "check a.c"), "a file");
    check(test, options->command == COMMAND_CHECK && options->operands.count == 1 && !options->has_compiler_flags,
          "operands");
    check(test, options->fail_on == 1 && options->timeout == 60 && options->jobs == 0 && !options->quiet, "defaults");
    check(test, !parse(test, "check -q a.c -j 3 -o text -osarif:x:y --output=json --fail-on=error -p=dir b.c"),
          "all forms");
    check(test, options->quiet && options->jobs == 3 && options->fail_on == 2 && options->operands.count == 2,
          "values");
    check(test, options->outputs.count == 3 && !strcmp(options->outputs.items[1], "sarif:x:y"), "repeated -o");
    check(test, !strcmp(options->build_directory, "dir"), "-p=dir");
    check(test, !parse(test, "check a.c -- cc -DA --help -o x"), "words after --");
    check(test, options->compiler_flags.count == 5 && options->has_compiler_flags && !options->outputs.count,
          "are flags");
    check(test, !parse(test, "check a.c --") && options->has_compiler_flags, "-- alone");
    check(test, !parse(test, "check --extra-arg-before=--driver-mode=gcc a.c -- cc"), "CMake's slot");
    check(test, !parse(test, "check --files-from -") && !strcmp(options->files_from, "-"), "a lone - is a value");
    check(test, !parse(test, "graph --format svg a.c") && options->graph_format == GRAPH_FORMAT_SVG,
          "choices are indices");
    check(test,
          !parse(test, "check --help") && options->command == COMMAND_HELP && options->help_topic == COMMAND_CHECK,
          "help of a command");
    check(test, !parse(test, "--version") && options->command == COMMAND_VERSION, "version");
}

static void check_refusals(Test *test) {
    static const char *const lines[] = {
        "",
        "chekc a.c",
        "check --colour a.c",
        "check -Z a.c",
        "check -j",
        "check -j x a.c",
        "check -j -1",
        "check -j 1x",
        "check --fail-on bad",
        "check --quiet=1",
        "graph --checks x",
        "check --format dot",
        "trace --format svg a.qtrace",
        "dump-config",
        "check -j 99999999999999999999",
        "check -qq",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        check(test, parse(test, lines[i]) == STATUS_USAGE && test->messages.list.count == 1, lines[i]);
    }
    parse(test, "dump-config x");
    check(test, strstr(test->messages.list.items[0].text, "not available in this version") != NULL,
          "planned commands say so");
}

int main(void) {
    Test test = {.arena = arena_create()};
    check_values(&test);
    check_refusals(&test);
    arena_destroy(test.arena);
    return test.failures ? 1 : 0;
}
