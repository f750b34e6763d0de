// SPDX-License-Identifier: MIT
#include "base/status.h"

#include <stdio.h>
#include <stdlib.h>

void invariant_failed(const char *file, int line, const char *condition, const char *reason) {
    fprintf(stderr, "chanvet: internal error at %s:%d: %s (%s)\n", file, line, reason, condition);
    abort();
}
