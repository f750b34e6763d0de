// SPDX-License-Identifier: MIT
// The source line with its number and a caret line below, as compilers print it: tabs widened, what
// cannot be printed shown as U+FFFD, wide characters counted as two cells.
#pragma once
#include "findings/finding.h"
#include "report/source_text.h"

#include <stdio.h>

// Prints nothing when the line is unknown or too long to be read. `caret_color` and `end_color` are
// terminal sequences or "".
void source_caret_print(SourceLine line, const FindingPlace *place, const char *caret_color, const char *end_color,
                        FILE *out);
