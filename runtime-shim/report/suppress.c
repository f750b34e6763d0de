// SPDX-License-Identifier: MIT
#include "report/suppress.h"

#include "base/memory.h"
#include "base/print.h"
#include "report/symbolize.h"

#include <fcntl.h>
#include <string.h>

// ThreadSanitizer's rule: the pattern matches anywhere unless it is tied to an end.
static bool matches_here(const char *pattern, const char *text, bool is_tied) {
    for (; *pattern; pattern++, text++) {
        if (*pattern == '*') {
            for (;; text++) {
                if (matches_here(pattern + 1, text, true)) return true;
                if (!*text) return false;
            }
        }
        if (*pattern == '$' && !pattern[1]) return !*text;
        if (*pattern != *text) return false;
    }
    return is_tied || true;
}

bool suppression_matches(const char *pattern, const char *text) {
    if (*pattern == '^') return matches_here(pattern + 1, text, true);
    do {
        if (matches_here(pattern, text, false)) return true;
    } while (*text++);
    return false;
}

static void add_row(SuppressionList *list, const char *line, size_t length) {
    const char *colon = memchr(line, ':', length);
    if (!colon || list->count == SUPPRESSION_LIMIT) return;
    Suppression *row = &list->rows[list->count];
    size_t kind = (size_t)(colon - line), pattern = length - kind - 1;
    if (kind >= sizeof row->kind || pattern >= sizeof row->pattern) return;
    memcpy(row->kind, line, kind);
    memcpy(row->pattern, colon + 1, pattern);
    row->kind[kind] = row->pattern[pattern] = 0;
    list->count++;
}

void suppressions_parse(SuppressionList *list, const char *text) {
    if (!list->rows) list->rows = memory_allocate(SUPPRESSION_LIMIT * sizeof *list->rows);
    while (*text) {
        const char *end = text;
        while (*end && *end != '\n') end++;
        const char *last = end;
        while (text < last && (*text == ' ' || *text == '\t')) text++;
        while (last > text && (last[-1] == ' ' || last[-1] == '\r' || last[-1] == '\t')) last--;
        if (text < last && *text != '#') add_row(list, text, (size_t)(last - text));
        text = *end ? end + 1 : end;
    }
}

void suppressions_load(SuppressionList *list, const char *path) {
    enum { MOST = 1 << 18 };
    int file = raw_open(path, O_RDONLY, 0);
    if (file < 0) {
        Printer printer;
        printer_start(&printer, 2);
        print_format(&printer, "qtrace: cannot read suppressions %s\n", path);
        printer_flush(&printer);
        return;
    }
    char *text = memory_allocate(MOST);
    size_t used = 0;
    for (long got; used < MOST - 1 && (got = raw_read(file, text + used, MOST - 1 - used)) > 0;) used += (size_t)got;
    raw_close(file);
    suppressions_parse(list, text);
}

static bool kind_fits(const Suppression *row, ReportKind kind) {
    switch (kind) {
    case REPORT_RACE:
    case REPORT_FREED: return strcmp(row->kind, "race") == 0;
    case REPORT_DEADLOCK_ORDER: return strcmp(row->kind, "deadlock") == 0;
    case REPORT_BLOCKED: return strcmp(row->kind, "blocked") == 0 || strcmp(row->kind, "deadlock") == 0;
    case REPORT_LEAK: return strcmp(row->kind, "leak") == 0;
    case REPORT_THREAD_LEAK: return strcmp(row->kind, "thread") == 0;
    case REPORT_LOCK_MISUSE: return strcmp(row->kind, "mutex") == 0;
    case REPORT_CHANNEL_MISUSE: return strcmp(row->kind, "channel") == 0;
    case REPORT_SIGNAL: return strcmp(row->kind, "signal") == 0;
    default: return false;
    }
}

static bool frame_matches(const char *pattern, uintptr_t address) {
    Symbol symbols[SYMBOL_FRAMES];
    Module module;
    uint32_t count = symbolize_code(address - 1, symbols, SYMBOL_FRAMES);
    for (uint32_t i = 0; i < count; i++)
        if (suppression_matches(pattern, symbols[i].function) || suppression_matches(pattern, symbols[i].file))
            return true;
    return module_find(address, &module) && suppression_matches(pattern, module.path);
}

static bool stack_matches(const Suppression *row, StackId id, bool only_innermost) {
    Stack stack;
    stack_store_get(id, &stack);
    for (uint32_t i = 0; i < stack.count && !(only_innermost && i); i++)
        if (frame_matches(row->pattern, stack.frames[i])) return true;
    return false;
}

static bool global_matches(const Suppression *row, const Report *report) {
    DataSymbol symbol;
    return report->address && symbolize_data(report->address, &symbol) &&
           suppression_matches(row->pattern, symbol.name);
}

bool suppressions_apply(SuppressionList *list, const Report *report) {
    for (uint32_t r = 0; r < list->count; r++) {
        Suppression *row = &list->rows[r];
        bool is_top = strcmp(row->kind, "race_top") == 0 && report->kind == REPORT_RACE;
        bool is_thread = report->kind == REPORT_THREAD_LEAK && strcmp(row->kind, "thread") == 0;
        if (!is_top && !kind_fits(row, report->kind)) continue;
        for (uint32_t i = 0; i < report->section_count; i++)
            if (stack_matches(row, report->sections[i].stack, is_top)) {
                row->hits++;
                return true;
            }
        if (report->kind == REPORT_RACE && !is_top && global_matches(row, report)) {
            row->hits++;
            return true;
        }
        for (uint32_t i = 0; is_thread && i < report->task_count; i++) {
            const Task *task = task_by_number(report->tasks[i]);
            if (task && stack_matches(row, task->creation_stack, false)) {
                row->hits++;
                return true;
            }
        }
    }
    return false;
}

void suppressions_print(const SuppressionList *list, Printer *printer) {
    uint64_t matched = 0;
    for (uint32_t r = 0; r < list->count; r++) matched += list->rows[r].hits;
    if (!matched) return;
    print_format(printer, "qtrace: matched %lu suppressions (pid=%d):\n", (unsigned long)matched, runtime.process);
    for (uint32_t r = 0; r < list->count; r++)
        if (list->rows[r].hits)
            print_format(printer, "%lu %s:%s\n", (unsigned long)list->rows[r].hits, list->rows[r].kind,
                         list->rows[r].pattern);
}
