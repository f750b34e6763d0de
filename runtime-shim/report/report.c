// SPDX-License-Identifier: MIT
#include "report/report.h"

#include "base/print.h"
#include "report/evidence.h"
#include "report/room.h"
#include "report/symbolize.h"

#include <fcntl.h>
#include <string.h>

void report_initialize(void) {
    runtime.report = memory_allocate(sizeof(ReportRoom));
    ReportRoom *room = report_room();
    const char *path = runtime.options.log_path;
    room->descriptor = strcmp(path, "stdout") == 0 ? 1 : 2;
    if (path[0] && strcmp(path, "stdout") != 0 && strcmp(path, "stderr") != 0) {
        char name[OPTION_TEXT_SIZE + 16];
        print_into(name, sizeof name, "%s.%d", path, runtime.process);
        int file = raw_open(name, O_WRONLY | O_CREAT | O_APPEND, 0644);
        if (file >= 0) room->descriptor = file;
    }
    if (runtime.options.suppressions[0]) suppressions_load(&room->suppressions, runtime.options.suppressions);
}

int report_descriptor(void) {
    return report_room()->descriptor;
}

Report *report_borrow(void) {
    lock_take(&report_room()->borrow_lock);
    return &report_room()->report;
}

void report_give_back(void) {
    lock_release(&report_room()->borrow_lock);
}

void report_start(Report *report, ReportKind kind, const char *title, uintptr_t address) {
    report->kind = kind;
    report->title = title;
    report->address = address;
    report->section_count = report->task_count = report->access_count = 0;
}

static ReportSection *add_section(Report *report, const char *format, va_list arguments) {
    if (report->section_count == REPORT_SECTIONS) report->section_count--;
    ReportSection *section = &report->sections[report->section_count++];
    Printer printer;
    printer_start(&printer, -1);
    print_list(&printer, format, arguments);
    size_t length = printer.used < REPORT_TITLE_SIZE ? printer.used : REPORT_TITLE_SIZE - 1;
    memcpy(section->title, printer.bytes, length);
    section->title[length] = 0;
    section->stack = 0;
    section->has_stack = section->is_site = false;
    return section;
}

void report_add(Report *report, StackId stack, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    ReportSection *section = add_section(report, format, arguments);
    section->stack = stack;
    section->has_stack = true;
    va_end(arguments);
}

void report_mark_site(Report *report) {
    report->sections[report->section_count - 1].is_site = true;
}

void report_add_stack(Report *report, StackId stack) {
    report_add(report, stack, "%s", "");
}

void report_add_line(Report *report, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add_section(report, format, arguments);
    va_end(arguments);
}

void report_add_task(Report *report, const Task *task) {
    for (uint32_t i = 0; i < report->task_count; i++)
        if (report->tasks[i] == task->number) return;
    if (report->task_count < sizeof report->tasks / sizeof *report->tasks)
        report->tasks[report->task_count++] = task->number;
}

const char *report_name_holder(uint32_t number, char text[64]) {
    const Task *task = task_by_number(number);
    if (!number)
        print_into(text, 64, "main thread");
    else
        print_into(text, 64, "%s T%u", task && task->kind != TASK_THREAD ? "coroutine" : "thread", number);
    return text;
}

void report_name_task(const Task *task, char *text, size_t size) {
    static const char *const states[] = {"created", "running", "finished", "finished"};
    char short_name[64];
    report_name_holder(task->number, short_name);
    short_name[0] = (char)(short_name[0] - 'a' + 'A');
    if (!task->number)
        print_into(text, size, "Main thread");
    else if (task->name[0])
        print_into(text, size, "%s '%s' (tid=%d, %s)", short_name, task->name, task->thread_id, states[task->state]);
    else
        print_into(text, size, "%s (tid=%d, %s)", short_name, task->thread_id, states[task->state]);
}

static uint64_t mix(uint64_t hash, uint64_t value) {
    return (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15) + (hash >> 31);
}

// True when the key is new. A full table forgets nothing and lets everything pass.
static bool note_key(uint64_t key) {
    ReportRoom *room = report_room();
    if (!key) key = 1;
    for (uint32_t i = 0; i < REPORT_SEEN; i++) {
        uint64_t *row = &room->seen[(key + i) % REPORT_SEEN];
        if (*row == key) return false;
        if (*row) continue;
        *row = key;
        return true;
    }
    return true;
}

static bool is_new(const Report *report) {
    uint64_t stacks = mix(report->kind, UINT64_C(0x51));
    // Two accesses are a race, whichever locks and blocks come with them.
    uint32_t compared = report->kind == REPORT_RACE && report->section_count > 2 ? 2 : report->section_count;
    for (uint32_t i = 0; i < compared; i++)
        if (report->sections[i].stack) stacks = mix(stacks, report->sections[i].stack);
    bool is_new_stacks = !runtime.options.suppress_equal_stacks || note_key(stacks);
    bool is_about_memory = report->kind == REPORT_RACE || report->kind == REPORT_FREED;
    bool is_new_address = !runtime.options.suppress_equal_addresses || !is_about_memory ||
                          note_key(mix(report->kind + 100, report->address >> 3));
    return is_new_stacks && is_new_address;
}

static void print_frame(Printer *printer, uint32_t *number, uintptr_t address) {
    Symbol symbols[SYMBOL_FRAMES];
    Module module;
    uint32_t count = symbolize_code(address - 1, symbols, SYMBOL_FRAMES);
    bool has_module = module_find(address, &module);
    const char *slash = has_module ? strrchr(module.path, '/') : NULL;
    const char *prefix = runtime.options.strip_path_prefix;
    for (uint32_t i = 0; i < (count ? count : 1); i++) {
        print_format(printer, "    #%u ", (*number)++);
        if (count && symbols[i].function[0]) {
            const char *file = symbols[i].file;
            size_t length = strlen(prefix);
            if (length && strncmp(file, prefix, length) == 0) file += length;
            print_format(printer, "%s %s", symbols[i].function, file[0] ? file : "<null>");
            if (file[0]) print_format(printer, ":%u", symbols[i].line);
            if (file[0] && symbols[i].column) print_format(printer, ":%u", symbols[i].column);
        } else {
            print_text(printer, "<null> <null>");
        }
        if (has_module)
            print_format(printer, " (%s+0x%lx)", slash ? slash + 1 : module.path,
                         (unsigned long)(address - module.base));
        print_text(printer, "\n");
    }
}

extern const char __start_qtrace_trampoline[] __attribute__((weak));
extern const char __stop_qtrace_trampoline[] __attribute__((weak));

bool report_is_trampoline(uintptr_t address) {
    return address - (uintptr_t)__start_qtrace_trampoline <
           (size_t)(__stop_qtrace_trampoline - __start_qtrace_trampoline);
}

// Who called main, or the function of a thread, is of no interest.
static bool is_start(uintptr_t address) {
    static const char *const names[] = {"__libc_start", "_start", "start_thread", "__clone", "clone"};
    Symbol symbol;
    if (!symbolize_code(address - 1, &symbol, 1)) return false;
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(symbol.function, names[i], strlen(names[i])) == 0) return true;
    return false;
}

void report_print_stack(Printer *printer, StackId id) {
    Stack stack;
    stack_store_get(id, &stack);
    uint32_t number = 0, most = (uint32_t)runtime.options.stack_depth;
    while (stack.count > 1 && is_start(stack.frames[stack.count - 1])) stack.count--;
    for (uint32_t i = 0; i < stack.count && number < most; i++)
        if (!report_is_trampoline(stack.frames[i])) print_frame(printer, &number, stack.frames[i]);
    if (!stack.count) print_text(printer, "    [failed to restore the stack]\n");
}

static void print_creation(Printer *printer, uint32_t number) {
    const Task *task = task_by_number(number);
    if (!task || !number) return;
    char text[160], creator[64];
    report_name_task(task, text, sizeof text);
    print_format(printer, "\n  %s created by %s at:\n", text, report_name_holder(task->creator, creator));
    report_print_stack(printer, task->creation_stack);
}

static void print_report(const Report *report) {
    Printer printer;
    printer_start(&printer, report_room()->descriptor);
    print_text(&printer, "==================\n");
    print_format(&printer, "WARNING: qtrace: %s (pid=%d)\n", report->title, runtime.process);
    for (uint32_t i = 0; i < report->section_count; i++) {
        if (i && report->sections[i].has_stack) print_text(&printer, "\n");
        if (report->sections[i].title[0]) print_format(&printer, "%s\n", report->sections[i].title);
        if (report->sections[i].has_stack) report_print_stack(&printer, report->sections[i].stack);
    }
    for (uint32_t i = 0; i < report->task_count; i++) print_creation(&printer, report->tasks[i]);
    print_format(&printer, "\nSUMMARY: qtrace: %s", report->title);
    for (uint32_t i = 0; i < report->section_count; i++) {
        Stack stack;
        stack_store_get(report->sections[i].stack, &stack);
        if (!stack.count) continue;
        print_text(&printer, " ");
        report_print_place(&printer, stack.frames[0]);
        break;
    }
    print_text(&printer, "\n==================\n");
    printer_flush(&printer);
}

void report_print_place(Printer *printer, uintptr_t counter) {
    Symbol symbols[SYMBOL_FRAMES];
    Module module;
    if (symbolize_code(counter - 1, symbols, SYMBOL_FRAMES) && symbols[0].function[0])
        print_format(printer, "%s:%u in %s", symbols[0].file, symbols[0].line, symbols[0].function);
    else if (module_find(counter, &module))
        print_format(printer, "(%s+0x%lx)", module.path, (unsigned long)(counter - module.base));
}

bool report_finish(Report *report) {
    if (!runtime.options.report_bugs) return false;
    ReportRoom *room = report_room();
    int in_runtime = task_thread.in_runtime++;
    lock_take(&room->lock);
    bool is_printed = is_new(report);
    if (is_printed && suppressions_apply(&room->suppressions, report)) {
        runtime_count(&runtime.counters.suppressed);
        is_printed = false;
    }
    if (is_printed) {
        if (room->on_print) room->on_print(report);
        print_report(report);
        if (evidence_is_on()) evidence_report(report);
        room->printed++;
        runtime_count(&runtime.counters.reports);
    }
    bool must_end = is_printed && runtime.options.halt_on_error;
    lock_release(&room->lock);
    task_thread.in_runtime = in_runtime;
    if (must_end) raw_exit(report_end(0));
    return is_printed;
}

int report_end(int status) {
    ReportRoom *room = report_room();
    Printer printer;
    printer_start(&printer, room->descriptor);
    if (room->printed) print_format(&printer, "qtrace: reported %u warnings\n", room->printed);
    if (runtime.options.print_suppressions) suppressions_print(&room->suppressions, &printer);
    const Counters *counters = &runtime.counters;
    if (runtime.options.verbosity >= 2)
        print_format(&printer,
                     "qtrace: evicted cells %lu, lost stacks %lu, clock resets %lu, stolen slots %lu, suppressed %lu, "
                     "dropped %lu\n",
                     (unsigned long)counters->evicted_cells, (unsigned long)counters->lost_stacks,
                     (unsigned long)counters->clock_resets, (unsigned long)counters->stolen_slots,
                     (unsigned long)counters->suppressed, (unsigned long)counters->dropped);
    printer_flush(&printer);
    return room->printed && runtime.options.exitcode ? (int)runtime.options.exitcode : status;
}

void report_forget(void) {
    report_room()->printed = 0;
    report_room()->symbolizer.was_tried = false; // its own
}

void report_on_print(void (*call)(const Report *report)) {
    report_room()->on_print = call;
}
