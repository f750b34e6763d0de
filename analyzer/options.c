// SPDX-License-Identifier: MIT
#include "options.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef enum OptionKind {
    OPTION_IS_FLAG,
    OPTION_IS_TEXT,
    OPTION_IS_NUMBER,
    OPTION_IS_CHOICE,
    OPTION_IS_LIST
} OptionKind;

typedef struct OptionRow {
    OptionKind kind;
    uint32_t commands;
    size_t offset; // of the field in Options
    char letter;
    const char *name, *argument, *default_text, *help;
} OptionRow;

typedef struct CommandRow {
    CommandKind kind;
    const char *name, *operands, *help;
} CommandRow;

#define OPTION_FLAG(...)
#define OPTION_TEXT(...)
#define OPTION_NUMBER(...)
#define OPTION_CHOICE(...)
#define OPTION_LIST(...)
#define COMMAND(identifier, ...) IN_##identifier = 1u << COMMAND_##identifier,
enum CommandBit {
#include "options.def"
};

#define OPTION_FLAG(...)
#define OPTION_TEXT(...)
#define OPTION_NUMBER(...)
#define OPTION_CHOICE(...)
#define OPTION_LIST(...)
#define COMMAND(identifier, name, operands, help) {COMMAND_##identifier, name, operands, help},
static const CommandRow COMMANDS[] = {
#include "options.def"
};

#define COMMAND(...)
#define OPTION_FLAG(commands, field, letter, name, help)                                                               \
    {OPTION_IS_FLAG, commands, offsetof(Options, field), letter, name, NULL, NULL, help},
#define OPTION_TEXT(commands, field, letter, name, argument, preset, help)                                             \
    {OPTION_IS_TEXT, commands, offsetof(Options, field), letter, name, argument, preset, help},
#define OPTION_NUMBER(commands, field, letter, name, argument, preset, help)                                           \
    {OPTION_IS_NUMBER, commands, offsetof(Options, field), letter, name, argument, preset, help},
#define OPTION_CHOICE(commands, field, letter, name, words, preset, help)                                              \
    {OPTION_IS_CHOICE, commands, offsetof(Options, field), letter, name, words, preset, help},
#define OPTION_LIST(commands, field, letter, name, argument, help)                                                     \
    {OPTION_IS_LIST, commands, offsetof(Options, field), letter, name, argument, NULL, help},
static const OptionRow OPTIONS[] = {
#include "options.def"
};

enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS, OPTION_COUNT = sizeof OPTIONS / sizeof *OPTIONS };

// Planned commands, so that asking for one is not taken for a typing mistake.
static const char *const LATER_COMMANDS[] = {"dump-config"};

typedef struct Parser {
    char *const *arguments;
    int count, at;
    Arena *arena;
    Messages *messages;
    Options *options;
} Parser;

static Status usage_error(Parser *parser, const char *problem) {
    const char *command = "";
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (COMMANDS[i].kind == parser->options->command) command = COMMANDS[i].name;
    }
    message_add(parser->messages, SEVERITY_ERROR, NULL, 0, "%s; see chanvet %s%s--help", problem, command,
                *command ? " " : "");
    return STATUS_USAGE;
}

static bool read_number(const char *text, uint32_t *number) {
    char *end;
    if (*text < '0' || *text > '9') return false;
    unsigned long value = strtoul(text, &end, 10);
    *number = (uint32_t)value;
    return !*end && value <= 1000000000;
}

// Finds `text` in "one|two|three".
static bool read_choice(const char *words, const char *text, uint32_t *index) {
    size_t length = strlen(text);
    for (*index = 0;; ++*index) {
        size_t word = strcspn(words, "|");
        if (word == length && !strncmp(words, text, word)) return true;
        if (!words[word]) return false;
        words += word + 1;
    }
}

static bool set_value(Arena *arena, Options *options, const OptionRow *row, const char *value) {
    void *field = (char *)options + row->offset;
    switch (row->kind) {
    case OPTION_IS_FLAG: *(bool *)field = true; return true;
    case OPTION_IS_TEXT: *(const char **)field = value; return true;
    case OPTION_IS_NUMBER: return read_number(value, field);
    case OPTION_IS_CHOICE: return read_choice(row->argument, value, field);
    case OPTION_IS_LIST: array_push((TextList *)field, arena, value); return true;
    }
    return false;
}

static void set_defaults(Arena *arena, Options *options) {
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (OPTIONS[i].default_text) set_value(arena, options, &OPTIONS[i], OPTIONS[i].default_text);
    }
}

static bool belongs(const OptionRow *row, CommandKind command) {
    return row->commands >> command & 1;
}

// Splits "--name=value", "--name", "-xvalue", "-x"; *value is NULL when the word holds none.
static const OptionRow *find_option(const Options *options, const char *word, const char **value) {
    bool is_long = word[1] == '-';
    size_t length = is_long ? strcspn(word + 2, "=") : 1;
    *value = is_long ? strchr(word, '=') : word + 2;
    if (*value) *value += **value == '=';
    if (!is_long && !word[2]) *value = NULL;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const OptionRow *row = &OPTIONS[i];
        bool is_same =
            is_long ? strlen(row->name) == length && !strncmp(row->name, word + 2, length) : row->letter == word[1];
        if (is_same && belongs(row, options->command)) return row;
    }
    return NULL;
}

static Status parse_option(Parser *parser, const char *word) {
    const char *value;
    const OptionRow *row = find_option(parser->options, word, &value);
    if (!row) return usage_error(parser, arena_format(parser->arena, "unknown option '%s'", word));
    if (row->kind == OPTION_IS_FLAG && value) {
        return usage_error(parser, arena_format(parser->arena, "'--%s' takes no value", row->name));
    }
    if (row->kind != OPTION_IS_FLAG && !value) {
        if (parser->at == parser->count) {
            return usage_error(parser, arena_format(parser->arena, "'%s' needs a value (%s)", word, row->argument));
        }
        value = parser->arguments[parser->at++];
    }
    if (set_value(parser->arena, parser->options, row, value)) return STATUS_OK;
    const char *wanted = row->kind == OPTION_IS_NUMBER ? "a number" : row->argument;
    return usage_error(parser,
                       arena_format(parser->arena, "'%s' is no value for --%s: it takes %s", value, row->name, wanted));
}

static Status parse_command(Parser *parser) {
    if (parser->at == parser->count) return usage_error(parser, "no command was given");
    const char *word = parser->arguments[parser->at++];
    if (!strcmp(word, "--help") || !strcmp(word, "-h") || !strcmp(word, "help")) return STATUS_OK;
    if (!strcmp(word, "--version")) {
        parser->options->command = COMMAND_VERSION;
        return STATUS_OK;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(word, COMMANDS[i].name)) continue;
        parser->options->command = COMMANDS[i].kind;
        return STATUS_OK;
    }
    for (size_t i = 0; i < sizeof LATER_COMMANDS / sizeof *LATER_COMMANDS; i++) {
        if (strcmp(word, LATER_COMMANDS[i])) continue;
        return usage_error(parser, arena_format(parser->arena, "'%s' is not available in this version", word));
    }
    return usage_error(parser, arena_format(parser->arena, "unknown command '%s'", word));
}

static void ask_for_help(Options *options) {
    options->help_topic = options->command;
    options->command = COMMAND_HELP;
}

static Status parse_words(Parser *parser) {
    Options *options = parser->options;
    while (parser->at < parser->count) {
        const char *word = parser->arguments[parser->at++];
        if (options->has_compiler_flags) {
            array_push(&options->compiler_flags, parser->arena, word);
        } else if (!strcmp(word, "--")) {
            options->has_compiler_flags = true;
        } else if (!strcmp(word, "--help")) {
            ask_for_help(options);
            return STATUS_OK;
        } else if (word[0] != '-' || !word[1]) {
            array_push(&options->operands, parser->arena, word);
        } else {
            Status status = parse_option(parser, word);
            if (status) return status;
        }
    }
    return STATUS_OK;
}

Status options_parse(int count, char *const *arguments, Arena *arena, Messages *messages, Options *options) {
    *options = (Options){.command = COMMAND_HELP, .help_topic = COMMAND_HELP};
    set_defaults(arena, options);
    Parser parser = {arguments, count, 1, arena, messages, options};
    Status status = parse_command(&parser);
    if (status || options->command == COMMAND_HELP) return status;
    return parse_words(&parser);
}

static void print_overview(FILE *out) {
    fputs("usage: chanvet COMMAND [OPTIONS] …\n\nFinds tasks of concurrent C programs that can wait for ever on a "
          "channel.\n\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        fprintf(out, "  %-12s %s\n", COMMANDS[i].name, COMMANDS[i].help);
    }
    fputs("\n  chanvet COMMAND --help  lists the options of a command\n"
          "  chanvet --version       prints the versions of the tool and of the libraries it uses\n\n"
          "Exit status: 0 nothing found at or above --fail-on, 1 findings, 2 wrong use or no input,\n"
          "3 a file could not be analysed and nothing was found, 4 internal error.\n",
          out);
}

static void print_option(const OptionRow *row, FILE *out) {
    fputs(row->letter ? "  -" : "      ", out);
    if (row->letter) fprintf(out, "%c, ", row->letter);
    fprintf(out, "--%s%s%s\n          %s", row->name, row->argument ? "=" : "", row->argument ? row->argument : "",
            row->help);
    fprintf(out, row->default_text ? " (default: %s)\n" : "\n", row->default_text);
}

static void print_command(const CommandRow *command, FILE *out) {
    fprintf(out, "usage: chanvet %s [OPTIONS]%s%s\n\n%s\n", command->name, *command->operands ? " " : "",
            command->operands, command->help);
    bool has_options = false;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (!belongs(&OPTIONS[i], command->kind)) continue;
        if (!has_options) fputs("\noptions:\n", out);
        has_options = true;
        print_option(&OPTIONS[i], out);
    }
}

void options_print_help(CommandKind topic, FILE *out) {
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (COMMANDS[i].kind == topic) {
            print_command(&COMMANDS[i], out);
            return;
        }
    }
    print_overview(out);
}
