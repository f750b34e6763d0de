// SPDX-License-Identifier: MIT
#include "base/options.h"

#include <stddef.h>
#include <string.h>

typedef enum OptionType { OPTION_TYPE_integer, OPTION_TYPE_boolean, OPTION_TYPE_text } OptionType;

typedef struct OptionRow {
    const char *name;
    OptionType type;
    size_t offset;
} OptionRow;

void options_set_defaults(Options *options) {
#define OPTION_DEFAULT_integer(name, value) options->name = value;
#define OPTION_DEFAULT_boolean(name, value) options->name = value;
#define OPTION_DEFAULT_text(name, value) memcpy(options->name, value, sizeof value);
#define OPTION(type, name, value, help) OPTION_DEFAULT_##type(name, value)
#include "base/options.def"
#undef OPTION
}

static const OptionRow *option_find(const char *name, size_t length) {
    static const OptionRow rows[] = {
#define OPTION(type, name, value, help) {#name, OPTION_TYPE_##type, offsetof(Options, name)},
#include "base/options.def"
#undef OPTION
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strlen(rows[i].name) == length && memcmp(rows[i].name, name, length) == 0) return &rows[i];
    return NULL;
}

static int64_t parse_integer(const char *text, size_t length) {
    bool is_negative = length && *text == '-';
    int64_t value = 0;
    for (size_t i = is_negative; i < length && text[i] >= '0' && text[i] <= '9'; i++)
        value = value * 10 + (text[i] - '0');
    return is_negative ? -value : value;
}

static bool parse_boolean(const char *text, size_t length) {
    return (length == 1 && *text == '1') || (length == 3 && memcmp(text, "yes", 3) == 0) ||
           (length == 4 && memcmp(text, "true", 4) == 0);
}

static void option_set(Options *options, const OptionRow *row, const char *value, size_t length) {
    void *field = (char *)options + row->offset;
    if (row->type == OPTION_TYPE_integer) {
        *(int64_t *)field = parse_integer(value, length);
    } else if (row->type == OPTION_TYPE_boolean) {
        *(bool *)field = parse_boolean(value, length);
    } else {
        size_t kept = length < OPTION_TEXT_SIZE ? length : OPTION_TEXT_SIZE - 1;
        memcpy(field, value, kept);
        ((char *)field)[kept] = 0;
    }
}

static bool is_separator(char byte) {
    return byte == ':' || byte == ' ' || byte == ',' || byte == '\n' || byte == '\t';
}

// A value may stand in quotes; then separators belong to it.
static const char *value_end(const char **value) {
    char quote = **value;
    const char *end;
    if (quote == '"' || quote == '\'') {
        end = ++*value;
        while (*end && *end != quote) end++;
        return end;
    }
    end = *value;
    while (*end && !is_separator(*end)) end++;
    return end;
}

int options_parse(Options *options, const char *text, char unknown[OPTION_TEXT_SIZE]) {
    int unknown_count = 0;
    while (*text) {
        while (is_separator(*text)) text++;
        const char *name = text;
        while (*text && *text != '=' && !is_separator(*text)) text++;
        size_t name_length = (size_t)(text - name);
        if (!name_length && !*text) break;
        const char *value = *text == '=' ? text + 1 : text;
        const char *end = value_end(&value);
        const OptionRow *row = option_find(name, name_length);
        if (row) {
            option_set(options, row, value, (size_t)(end - value));
        } else if (unknown_count++ == 0 && unknown) {
            size_t kept = name_length < OPTION_TEXT_SIZE ? name_length : OPTION_TEXT_SIZE - 1;
            memcpy(unknown, name, kept);
            unknown[kept] = 0;
        }
        text = *end == '"' || *end == '\'' ? end + 1 : end;
    }
    return unknown_count;
}
