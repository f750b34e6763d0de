// SPDX-License-Identifier: MIT
// What deciding a program gave, as bytes for the cache: how it ended, what was said meanwhile, what was found, the
// counts. Read back it is as if the program had been decided again.
#pragma once
#include "base/text.h"
#include "checks/check_run.h"

typedef struct Verdict {
    Status status;
    Messages *messages; // those from `first_message` on are the verdict's
    uint32_t first_message;
    FindingSet *findings; // those from `first_finding` on
    uint32_t first_finding;
    CheckStatistics statistics;
} Verdict;

// Appends the sealed bytes to `out`.
void verdict_pack(const Verdict *verdict, Text *out);

// Appends to the verdict's messages and findings, in `arena`, and fills the rest. False, with nothing changed, when the
// bytes are not a verdict of this program.
bool verdict_unpack(const void *bytes, size_t size, Arena *arena, Verdict *verdict);
