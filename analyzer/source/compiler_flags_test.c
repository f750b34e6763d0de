// SPDX-License-Identifier: MIT
// What is left of compiler command lines as build systems write them.
#include "source/compiler_flags.h"

#include "base/text.h"
#include "source/shell_words.h"

#include <stdio.h>
#include <string.h>

typedef struct Row {
    const char *command, *flags;
    SourceLanguage language;
} Row;

static const Row ROWS[] = {
    {"cc -Iinclude -DA=1 -o a.o -c a.c", "-Iinclude -DA=1", LANGUAGE_C},
    {"/usr/bin/ccache /usr/bin/gcc-12 -I include -D A -U B -c a.c", "-I include -D A -U B", LANGUAGE_C},
    {"cc -MD -MT a.o -MF a.d -MP -oa.o a.c", "", LANGUAGE_C},
    {"cc -Wall -Werror -Wno-unused -pedantic -g3 -pipe -std=gnu11 a.c", "-std=gnu11", LANGUAGE_C},
    {"gcc -fconserve-stack -fno-var-tracking-assignments -fanalyzer --param max-inline=3 -specs=x -O2 a.c", "-O2",
     LANGUAGE_C},
    {"gcc -Wp,-MD,a.d -Wp,-D_FORTIFY_SOURCE=2,-Iinc -Wl,-rpath,x a.c", "-D_FORTIFY_SOURCE=2 -Iinc", LANGUAGE_C},
    {"cc -isystem /x -include config.h -idirafter y -isysroot /z -nostdinc a.c",
     "-isystem /x -include config.h -idirafter y -isysroot /z -nostdinc", LANGUAGE_C},
    {"cc a.c b.o -lpthread -L /lib -L/x -Xlinker -s -pthread", "-pthread", LANGUAGE_C},
    {"cc -m32 -march=armv8-a -mpreferred-stack-boundary=3 -msse4.2 a.c", "-m32 -march=armv8-a -msse4.2", LANGUAGE_C},
    {"cc -x c++ a.c", "-x c++", LANGUAGE_OTHER},
    {"cc -x c a.c", "-x c", LANGUAGE_C},
    {"-DX a.c", "-DX", LANGUAGE_C},
    {"cc a.c -I", "", LANGUAGE_C},
    {"", "", LANGUAGE_C},
    {"cc @shell/none", NULL, LANGUAGE_C},
};

static int check_row(const Row *row, Arena *arena) {
    TextList words = {0}, expanded = {0}, flags = {0};
    Messages messages = {.arena = arena};
    SourceLanguage language = LANGUAGE_C;
    Text joined = {0};
    shell_words_split(row->command, arena, &words);
    Status status = compiler_words_expand(compiler_words_skip_name(words), "/nowhere", arena, &messages, &expanded);
    compiler_flags_select(expanded, arena, &flags, &language);
    for (uint32_t i = 0; i < flags.count; i++) text_format(&joined, "%s%s", i ? " " : "", flags.items[i]);
    bool fits = row->flags ? !status && !strcmp(text_value(&joined), row->flags) : status && messages.list.count == 1;
    fits = fits && language == row->language;
    if (!fits) printf("%s\n  gives: %s\n", row->command, text_value(&joined));
    text_free(&joined);
    return fits ? 0 : 1;
}

static int check_language(const char *path, SourceLanguage language) {
    if (source_language(path) == language) return 0;
    printf("wrong language for %s\n", path);
    return 1;
}

int main(void) {
    Arena *arena = arena_create();
    int failures = check_language("a.c", LANGUAGE_C) + check_language("x.y/a", LANGUAGE_C) +
                   check_language("a.cc", LANGUAGE_OTHER) + check_language("a.S", LANGUAGE_OTHER);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) failures += check_row(&ROWS[i], arena);
    arena_destroy(arena);
    return failures ? 1 : 0;
}
