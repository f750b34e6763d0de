// SPDX-License-Identifier: MIT
// Which files are analysed with which flags: databases, "--", response files, lists, broken input.
#include "source/source_list.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Test {
    Arena *arena;
    Messages messages;
    SourceList list;
    Status status;
    int failures;
} Test;

static void check(Test *test, bool condition, const char *what) {
    if (condition) return;
    printf("failed: %s\n", what);
    messages_print(&test->messages, 0);
    test->failures++;
}

static void write_file(const char *path, const char *text) {
    FILE *stream = fopen(path, "w");
    if (!stream || fputs(text, stream) < 0 || fclose(stream)) {
        printf("cannot write %s\n", path);
        exit(1);
    }
}

static void collect(Test *test, SourceRequest request, const char *file) {
    test->messages = (Messages){.arena = test->arena};
    if (file) array_push(&request.files, test->arena, file);
    test->status = source_list_collect(&request, test->arena, &test->messages, &test->list);
}

static bool has_flags(const Test *test, uint32_t unit, const char *flags) {
    if (unit >= test->list.units.count) return false;
    const TextList *words = &test->list.units.items[unit].flags;
    Text joined = {0};
    for (uint32_t i = 0; i < words->count; i++) text_format(&joined, "%s%s", i ? " " : "", words->items[i]);
    bool is_same = !strcmp(text_value(&joined), flags);
    text_free(&joined);
    return is_same;
}

static bool says(const Test *test, const char *words) {
    for (uint32_t i = 0; i < test->messages.list.count; i++) {
        if (strstr(test->messages.list.items[i].text, words)) return true;
    }
    return false;
}

static void make_files(void) {
    mkdir("build", 0777);
    mkdir("src", 0777);
    for (const char *name = "abcd"; *name; name++) {
        char path[] = "src/?.c";
        path[4] = *name;
        write_file(path, "int x;\n");
    }
    write_file("build/flags.rsp", "-DFROM_FILE 'unused.c'");
    write_file(
        "build/compile_commands.json",
        "[{\"directory\":\".\",\"file\":\"../src/a.c\",\"command\":\"cc -DA='1 2' -c ../src/a.c\"},\n"
        "{\"directory\":\".\",\"file\":\"../src/b.c\",\"arguments\":[\"cc\",\"@flags.rsp\",\"-c\",\"../src/b.c\"]},\n"
        "{\"directory\":\".\",\"file\":\"../src/c.c\",\"command\":\"cc -DFIRST ../src/c.c\"},\n"
        "{\"directory\":\".\",\"file\":\"../src/c.c\",\"command\":\"cc -DSECOND ../src/c.c\"},\n"
        "{\"directory\":\".\",\"file\":\"x.cc\",\"command\":\"c++ x.cc\"}]\n");
}

static void check_database(Test *test) {
    SourceRequest named = {.database = "build"};
    collect(test, named, "src/a.c");
    check(test, !test->status && has_flags(test, 0, "-DA=1 2"), "'command' is split like a shell does");
    check(test, strstr(test->list.units.items[0].directory, "/build") != NULL, "the directory is absolute");
    collect(test, named, "src/b.c");
    check(test, has_flags(test, 0, "-DFROM_FILE"), "'arguments' and response files");
    collect(test, named, "./src/../src/c.c");
    check(test, has_flags(test, 0, "-DFIRST") && says(test, "1 more entries"),
          "the first of two entries is used, and said");
    collect(test, named, "src/d.c");
    check(test, !test->status && !test->list.units.count && test->list.skipped == 1 && says(test, "has no entry"),
          "a file that is not listed gets no neighbour's flags");
    collect(test, named, NULL);
    check(test, test->list.units.count == 3 && says(test, "not C"), "the whole database");
    collect(test, (SourceRequest){.database = "build", .has_flags = true}, "src/d.c");
    check(test, has_flags(test, 0, ""), "-- without flags turns the database off");
}

static void check_search(Test *test) {
    rename("build/compile_commands.json", "compile_commands.json");
    collect(test, (SourceRequest){0}, "src/a.c");
    check(test, has_flags(test, 0, "-DA=1 2") == false && test->list.skipped == 1,
          "directories count from the database's place");
    write_file("compile_commands.json", "[{\"directory\":\"src\",\"file\":\"a.c\",\"command\":\"cc -DUP a.c\"}]");
    collect(test, (SourceRequest){0}, "src/a.c");
    check(test, has_flags(test, 0, "-DUP"), "a database above the file is found");
    write_file("compile_commands.json", "[\n{\"directory\":\"src\",\n");
    collect(test, (SourceRequest){0}, "src/a.c");
    check(test, test->status == STATUS_USAGE && says(test, "broken JSON"), "a truncated database");
    static const char *const broken[] = {"{}",
                                         "[1]",
                                         "[{\"file\":\"a.c\"}]",
                                         "[{\"file\":\"a.c\",\"directory\":\"\"}]",
                                         "[{\"file\":\"a.c\",\"directory\":\"\",\"arguments\":[1]}]",
                                         "[{\"file\":\"a.c\",\"directory\":\"\",\"command\":\"cc '\"}]",
                                         ""};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        write_file("compile_commands.json", broken[i]);
        collect(test, (SourceRequest){0}, "src/a.c");
        check(test, test->status == STATUS_USAGE && test->messages.list.count == 1, broken[i]);
    }
    remove("compile_commands.json");
}

static void check_files(Test *test) {
    collect(test, (SourceRequest){0}, "src/a.c");
    check(test, has_flags(test, 0, ""), "no database and no flags");
    collect(test, (SourceRequest){0}, "src");
    check(test, test->list.skipped == 1 && says(test, "is a directory"), "a directory");
    collect(test, (SourceRequest){0}, "none.c");
    check(test, test->list.skipped == 1 && says(test, "No such file"), "a missing file");
    collect(test, (SourceRequest){0}, NULL);
    check(test, test->status == STATUS_USAGE && says(test, "no input"), "no input");
    write_file("list.txt", "src/a.c\r\n\nsrc/a.c\nsrc/b.c");
    collect(test, (SourceRequest){.files_from = "list.txt"}, NULL);
    check(test, test->list.units.count == 2, "a list of files, each once");
    collect(test, (SourceRequest){.files_from = "none.txt"}, NULL);
    check(test, test->status == STATUS_USAGE, "a missing list");
    SourceRequest slot = {.has_flags = true};
    array_push(&slot.flags, test->arena, "/usr/bin/cc");
    array_push(&slot.flags, test->arena, "-DSLOT");
    collect(test, slot, "src/a.c");
    check(test, has_flags(test, 0, "-DSLOT"), "a compiler's name first after --");
}

static void remove_files(const char *directory) {
    static const char *const names[] = {"src/a.c", "src/b.c",         "src/c.c", "src/d.c",
                                        "src",     "build/flags.rsp", "build",   "list.txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) remove(names[i]);
    rmdir(directory);
}

int main(void) {
    char directory[] = "/tmp/chanvet-source-XXXXXX";
    if (!mkdtemp(directory) || chdir(directory)) return 1;
    Test test = {.arena = arena_create()};
    make_files();
    check_database(&test);
    check_search(&test);
    check_files(&test);
    remove_files(directory);
    arena_destroy(test.arena);
    return test.failures ? 1 : 0;
}
