// SPDX-License-Identifier: MIT
#include "report/markdown.h"

#include <string.h>

typedef struct Line {
    const char *start, *end;
} Line;

static bool starts_with(Line line, const char *prefix) {
    size_t length = strlen(prefix);
    return (size_t)(line.end - line.start) >= length && !memcmp(line.start, prefix, length);
}

static const char *find_byte(const char *from, const char *end, char byte) {
    return from < end ? memchr(from, byte, (size_t)(end - from)) : NULL;
}

static void append_between(Text *plain, const char *from, const char *to, const char *before, const char *after) {
    text_append(plain, before);
    text_append_bytes(plain, from, (size_t)(to - from));
    text_append(plain, after);
}

// [words](target) becomes "words (target)". Returns where reading goes on, NULL when this is no link.
static const char *append_link(Text *plain, const char *at, const char *end) {
    const char *close = find_byte(at, end, ']');
    if (!close || close + 1 >= end || close[1] != '(') return NULL;
    const char *finish = find_byte(close, end, ')');
    if (!finish) return NULL;
    append_between(plain, at + 1, close, "", " (");
    append_between(plain, close + 2, finish, "", ")");
    return finish + 1;
}

static const char *append_code(Text *plain, const char *at, const char *end, bool use_color) {
    const char *close = find_byte(at + 1, end, '`');
    if (!close) return NULL;
    append_between(plain, at + 1, close, use_color ? "\033[1m" : "'", use_color ? "\033[0m" : "'");
    return close + 1;
}

static void append_inline(Text *plain, Line line, bool use_color) {
    for (const char *at = line.start; at < line.end;) {
        const char *next = NULL;
        if (*at == '`')
            next = append_code(plain, at, line.end, use_color);
        else if (*at == '[')
            next = append_link(plain, at, line.end);
        else if (*at == '*' && at + 1 < line.end && at[1] == '*')
            next = at + 2;
        if (!next) {
            text_append_bytes(plain, at, 1);
            next = at + 1;
        }
        at = next;
    }
}

static void append_heading(Text *plain, Line line, bool use_color) {
    while (line.start < line.end && *line.start == '#') line.start++;
    while (line.start < line.end && *line.start == ' ') line.start++;
    size_t from = plain->length;
    if (use_color) text_append(plain, "\033[1;4m");
    append_inline(plain, line, false);
    size_t width = plain->length - from;
    text_append(plain, use_color ? "\033[0m\n" : "\n");
    for (size_t i = 0; !use_color && i < width; i++) text_append(plain, "-");
    if (!use_color) text_append(plain, "\n");
}

void markdown_append_plain(Text *plain, const char *markdown, bool use_color) {
    bool is_code = false;
    for (const char *at = markdown; *at;) {
        size_t length = strcspn(at, "\n");
        Line line = {at, at + length};
        at += length + (at[length] == '\n');
        if (starts_with(line, "```")) {
            is_code = !is_code;
        } else if (is_code) {
            append_between(plain, line.start, line.end, line.start < line.end ? "    " : "", "\n");
        } else if (starts_with(line, "#")) {
            append_heading(plain, line, use_color);
        } else {
            append_inline(plain, line, use_color);
            text_append(plain, "\n");
        }
    }
}
