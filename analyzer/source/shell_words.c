// SPDX-License-Identifier: MIT
#include "source/shell_words.h"

#include "base/text.h"

#include <string.h>

static bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

// Returns the byte after the closing quote, or NULL when there is none.
static const char *read_single_quoted(const char *at, Text *word) {
    const char *end = strchr(at, '\'');
    if (end) text_append_bytes(word, at, (size_t)(end - at));
    return end ? end + 1 : NULL;
}

static const char *read_escape(const char *at, Text *word) {
    if (!*at) return at;
    if (*at != '\n') text_append_bytes(word, at, 1);
    return at + 1;
}

static const char *read_double_quoted(const char *at, Text *word) {
    while (*at && *at != '"') {
        if (*at == '\\' && at[1] && strchr("$`\"\\\n", at[1])) {
            at = read_escape(at + 1, word);
        } else {
            text_append_bytes(word, at++, 1);
        }
    }
    return *at ? at + 1 : NULL;
}

static const char *read_word(const char *at, Text *word) {
    while (at && *at && !is_blank(*at)) {
        if (*at == '\'') {
            at = read_single_quoted(at + 1, word);
        } else if (*at == '"') {
            at = read_double_quoted(at + 1, word);
        } else if (*at == '\\') {
            at = read_escape(at + 1, word);
        } else {
            text_append_bytes(word, at++, 1);
        }
    }
    return at;
}

bool shell_words_split(const char *text, Arena *arena, TextList *words) {
    Text word = {0};
    const char *at = text;
    while (at) {
        while (is_blank(*at)) at++;
        if (!*at) break;
        text_clear(&word);
        at = read_word(at, &word);
        array_push(words, arena, arena_copy_text(arena, text_value(&word)));
    }
    text_free(&word);
    return at != NULL;
}
