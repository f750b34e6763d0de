// SPDX-License-Identifier: MIT
// The little Markdown that check READMEs use, made readable as plain text: headings, emphasis, code,
// links and fences lose their marks; lists, tables and line breaks stay.
#pragma once
#include "base/text.h"

#include <stdbool.h>

// Appends `markdown` to `plain`; `use_color` allows bold and underlining.
void markdown_append_plain(Text *plain, const char *markdown, bool use_color);
