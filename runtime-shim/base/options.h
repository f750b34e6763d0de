// SPDX-License-Identifier: MIT
// The options of options.def as a record.
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { OPTION_TEXT_SIZE = 256 };

typedef int64_t OptionInteger;
typedef bool OptionBoolean;

typedef struct Options {
#define OPTION_FIELD_integer(name) int64_t name;
#define OPTION_FIELD_boolean(name) bool name;
#define OPTION_FIELD_text(name) char name[OPTION_TEXT_SIZE];
#define OPTION(type, name, value, help) OPTION_FIELD_##type(name)
#include "base/options.def"
#undef OPTION
} Options;

void options_set_defaults(Options *options);

// Reads "name=value:name=value". Unknown names are counted and, with `unknown` non-NULL, the first is copied there.
int options_parse(Options *options, const char *text, char unknown[OPTION_TEXT_SIZE]);
