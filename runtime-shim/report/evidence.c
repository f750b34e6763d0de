// SPDX-License-Identifier: MIT
#include "report/evidence.h"

#include "report/room.h"
#include "report/symbolize.h"

#include <fcntl.h>

enum { FRAME_LIMIT = 24 };

static void print_quoted(Printer *printer, const char *text) {
    print_text(printer, "\"");
    for (const unsigned char *byte = (const unsigned char *)text; *byte; byte++) {
        if (*byte == '"' || *byte == '\\')
            print_format(printer, "\\%c", *byte);
        else if (*byte < ' ')
            print_format(printer, "\\u%04x", *byte);
        else
            print_format(printer, "%c", *byte);
    }
    print_text(printer, "\"");
}

bool evidence_open(Printer *printer, const char *kind) {
    if (!evidence_is_on()) return false;
    int file = raw_open(runtime.options.evidence, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0) return false;
    lock_take(&report_room()->evidence_lock);
    printer_start(printer, file);
    print_text(printer, "{\"kind\":");
    print_quoted(printer, kind);
    evidence_number(printer, "process", runtime.process);
    return true;
}

void evidence_close(Printer *printer) {
    print_text(printer, "}\n");
    printer_flush(printer);
    raw_close(printer->descriptor);
    lock_release(&report_room()->evidence_lock);
}

static void print_key(Printer *printer, const char *key) {
    print_text(printer, ",");
    print_quoted(printer, key);
    print_text(printer, ":");
}

void evidence_text(Printer *printer, const char *key, const char *text) {
    print_key(printer, key);
    print_quoted(printer, text);
}

void evidence_number(Printer *printer, const char *key, long number) {
    print_key(printer, key);
    print_format(printer, "%ld", number);
}

static void print_frame(Printer *printer, uintptr_t counter, bool *is_first) {
    Symbol symbols[SYMBOL_FRAMES];
    Module module;
    uint32_t count = symbolize_code(counter - 1, symbols, SYMBOL_FRAMES);
    bool has_module = module_find(counter, &module);
    for (uint32_t i = 0; i < (count ? count : 1); i++) {
        print_text(printer, *is_first ? "{" : ",{");
        *is_first = false;
        print_text(printer, "\"module\":");
        print_quoted(printer, has_module ? module.path : "");
        print_format(printer, ",\"offset\":\"0x%lx\"", (unsigned long)(has_module ? counter - module.base : counter));
        if (count && symbols[i].function[0]) evidence_text(printer, "function", symbols[i].function);
        if (count && symbols[i].file[0]) {
            evidence_text(printer, "file", symbols[i].file);
            evidence_number(printer, "line", (long)symbols[i].line);
            evidence_number(printer, "column", (long)symbols[i].column);
        }
        print_text(printer, "}");
    }
}

void evidence_frames(Printer *printer, const char *key, StackId id) {
    Stack stack;
    bool is_first = true;
    stack_store_get(id, &stack);
    print_key(printer, key);
    print_text(printer, "[");
    for (uint32_t i = 0; i < stack.count && i < FRAME_LIMIT; i++) print_frame(printer, stack.frames[i], &is_first);
    print_text(printer, "]");
}

void evidence_place(Printer *printer, const char *key, uintptr_t counter) {
    bool is_first = true;
    print_key(printer, key);
    print_text(printer, "[");
    if (counter) print_frame(printer, counter, &is_first);
    print_text(printer, "]");
}

static const char *kind_word(ReportKind kind) {
    static const char *const words[REPORT_KIND_COUNT] = {"race",   "freed",       "lock-order",  "blocked",
                                                         "leak",   "thread-leak", "lock-misuse", "channel-misuse",
                                                         "signal", "descriptor"};
    return words[kind];
}

// Those the report is about; where nobody marked any, the first that has a stack.
static bool is_site(const Report *report, uint32_t index) {
    uint32_t first = REPORT_SECTIONS;
    for (uint32_t i = 0; i < report->section_count; i++) {
        if (report->sections[i].is_site) return report->sections[index].is_site;
        if (first == REPORT_SECTIONS && report->sections[i].stack) first = i;
    }
    return index == first;
}

void evidence_report(const Report *report) {
    Printer printer;
    bool is_first = true;
    if (!evidence_open(&printer, "report")) return;
    evidence_text(&printer, "report", kind_word(report->kind));
    evidence_text(&printer, "title", report->title);
    print_text(&printer, ",\"sites\":[");
    for (uint32_t i = 0; i < report->section_count; i++) {
        if (!is_site(report, i)) continue;
        const char *title = report->sections[i].title;
        while (*title == ' ') title++;
        print_text(&printer, is_first ? "{\"title\":" : ",{\"title\":");
        print_quoted(&printer, title);
        evidence_frames(&printer, "frames", report->sections[i].stack);
        print_text(&printer, "}");
        is_first = false;
    }
    print_text(&printer, "]");
    evidence_close(&printer);
}

void evidence_note(ReportKind kind, const char *title, StackId stack) {
    Printer printer;
    if (!evidence_open(&printer, "report")) return;
    evidence_text(&printer, "report", kind_word(kind));
    evidence_text(&printer, "title", title);
    print_text(&printer, ",\"sites\":[{\"title\":");
    print_quoted(&printer, title);
    evidence_frames(&printer, "frames", stack);
    print_text(&printer, "}]");
    evidence_close(&printer);
}
