// SPDX-License-Identifier: MIT
// Splits a command line into words as a POSIX shell does (XCU 2.2 "Quoting"): backslash, single and
// double quotes. Nothing is expanded: compile databases and response files hold no variables.
#pragma once
#include "source/text_list.h"

#include <stdbool.h>

// Appends the words of `text` to *words. False when a quote is not closed; what was read until then is appended.
bool shell_words_split(const char *text, Arena *arena, TextList *words);
