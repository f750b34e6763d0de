// SPDX-License-Identifier: MIT
// The command line: options.def says which commands and options there are, this parses them.
// GNU conventions: options and operands mix, "--name VALUE" and "--name=VALUE", "-jN" and "-j N".
// Words after "--" are compiler flags.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "source/text_list.h"

#include <stdbool.h>
#include <stdio.h>

#define OPTION_FLAG(...)
#define OPTION_TEXT(...)
#define OPTION_NUMBER(...)
#define OPTION_CHOICE(...)
#define OPTION_LIST(...)
#define COMMAND(identifier, ...) COMMAND_##identifier,
typedef enum CommandKind {
    COMMAND_HELP,
    COMMAND_VERSION,
#include "options.def"
    COMMAND_KIND_COUNT
} CommandKind;

#define COMMAND(...)
#define OPTION_FLAG(commands, field, ...) bool field;
#define OPTION_TEXT(commands, field, ...) const char *field;
#define OPTION_NUMBER(commands, field, ...) uint32_t field;
#define OPTION_CHOICE(commands, field, ...) uint32_t field;
#define OPTION_LIST(commands, field, ...) TextList field;
typedef struct Options {
    CommandKind command;
    CommandKind help_topic; // for COMMAND_HELP: the command to describe, or COMMAND_HELP for all
    TextList operands;
    TextList compiler_flags; // after "--"
    bool has_compiler_flags; // "--" was given
#include "options.def"
} Options;

// Indices of the words of OPTION_CHOICE.
enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum { GRAPH_FORMAT_DOT, GRAPH_FORMAT_SVG, GRAPH_FORMAT_JSON, GRAPH_FORMAT_HTML };
enum { TRACE_FORMAT_TEXT, TRACE_FORMAT_CHROME, TRACE_FORMAT_PPROF, TRACE_FORMAT_FOLDED, TRACE_FORMAT_HTML };

// Texts point into `arguments`, lists grow in `arena`. STATUS_USAGE with a message when the command line is wrong.
Status options_parse(int count, char *const *arguments, Arena *arena, Messages *messages, Options *options);

// Help for one command, or the overview for COMMAND_HELP.
void options_print_help(CommandKind topic, FILE *out);
