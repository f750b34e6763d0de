// SPDX-License-Identifier: MIT
// Suppressions in ThreadSanitizer's format: one "kind:pattern" a line, '#' begins a comment. A pattern matches a
// function, file or module of a stack; '*' stands for anything, '^' and '$' for the ends.
#pragma once
#include "report/report.h"

enum { SUPPRESSION_LIMIT = 512, SUPPRESSION_TEXT = 160 };

typedef struct Suppression {
    char kind[32], pattern[SUPPRESSION_TEXT];
    uint64_t hits;
} Suppression;

typedef struct SuppressionList {
    uint32_t count;
    Suppression *rows;
} SuppressionList;

bool suppression_matches(const char *pattern, const char *text);
void suppressions_load(SuppressionList *list, const char *path);
void suppressions_parse(SuppressionList *list, const char *text);
// A stack of the report matches a row for its kind; counts the hit.
bool suppressions_apply(SuppressionList *list, const Report *report);
void suppressions_print(const SuppressionList *list, Printer *printer);
