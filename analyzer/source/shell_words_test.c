// SPDX-License-Identifier: MIT
// Words of a command line, compared with what sh prints for the same text.
#include "source/shell_words.h"

#include <stdio.h>
#include <string.h>

typedef struct Row {
    const char *text;
    bool is_closed;
    const char *words[4];
} Row;

static const Row ROWS[] = {
    {"cc -c a.c", true, {"cc", "-c", "a.c"}},
    {"  cc \t x\n", true, {"cc", "x"}},
    {"", true, {0}},
    {"'a b' \"c d\"", true, {"a b", "c d"}},
    {"-DNAME=\\\"x\\ y\\\"", true, {"-DNAME=\"x y\""}},
    {"\"-DPATH=\\\"/tmp\\\" \\n\"", true, {"-DPATH=\"/tmp\" \\n"}},
    {"a''b ''", true, {"ab", ""}},
    {"'a\\b'", true, {"a\\b"}},
    {"a\\\nb", true, {"ab"}},
    {"a 'b", false, {"a", "b"}},
    {"\"b", false, {"b"}},
};

static bool fits(const Row *row, const TextList *words) {
    uint32_t count = 0;
    while (count < 4 && row->words[count]) count++;
    if (words->count < count || (row->is_closed && words->count != count)) return false;
    for (uint32_t i = 0; row->is_closed && i < count; i++) {
        if (strcmp(row->words[i], words->items[i])) return false;
    }
    return true;
}

int main(void) {
    Arena *arena = arena_create();
    int failures = 0;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        TextList words = {0};
        bool is_closed = shell_words_split(ROWS[i].text, arena, &words);
        if (is_closed == ROWS[i].is_closed && fits(&ROWS[i], &words)) continue;
        printf("wrong words for: %s\n", ROWS[i].text);
        failures++;
    }
    arena_destroy(arena);
    return failures ? 1 : 0;
}
