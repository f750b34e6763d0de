// SPDX-License-Identifier: MIT
// Reports as text in the layout of ThreadSanitizer and of Go's race detector, each between lines of '='. One report is
// printed at a time. Suppressions are looked at before anything is printed, so a report is built first.
#pragma once
#include "base/print.h"
#include "task/task.h"

typedef enum ReportKind {
    REPORT_RACE,
    REPORT_FREED, // use of freed memory, a race with free
    REPORT_DEADLOCK_ORDER,
    REPORT_BLOCKED, // tasks that wait for ever
    REPORT_LEAK,    // a task left behind at exit
    REPORT_THREAD_LEAK,
    REPORT_LOCK_MISUSE,
    REPORT_CHANNEL_MISUSE,
    REPORT_SIGNAL,
    REPORT_DESCRIPTOR,
    REPORT_IGNORES, // a thread ended that had switched checking off
    REPORT_KIND_COUNT
} ReportKind;

enum { REPORT_SECTIONS = 48, REPORT_TITLE_SIZE = 900 };

typedef struct ReportSection {
    char title[REPORT_TITLE_SIZE]; // "Write of size 4 at 0x… by thread T1:"
    StackId stack;                 // 0: none
    bool is_site;                  // one of the places the report is about, for evidence.h
    bool has_stack;                // print "[failed to restore the stack]" when it is 0
} ReportSection;

// One side of a race, for programs that ask (abi/introspect.c).
enum { REPORT_ACCESSES = 2 };

typedef struct ReportAccess {
    uint32_t task; // number
    uintptr_t address;
    size_t size;
    bool is_write, is_atomic;
    StackId stack;
} ReportAccess;

typedef struct Report {
    ReportKind kind;
    const char *title; // "data race", "lock-order-inversion (potential deadlock)"
    uintptr_t address; // of what it is about; 0: none. One report for each
    uint32_t section_count;
    ReportSection sections[REPORT_SECTIONS];
    uint32_t access_count;
    ReportAccess accesses[REPORT_ACCESSES];
    uint32_t task_count; // tasks that sections name: their creation is printed after them
    uint32_t tasks[16];  // numbers
} Report;

void report_initialize(void);

// A Report is too large for small stacks (coroutines): this one belongs to whoever borrowed it until it is given back.
Report *report_borrow(void);
void report_give_back(void);

// `title` of report_start is a constant. Sections are printed in the order they were added.
void report_start(Report *report, ReportKind kind, const char *title, uintptr_t address);
void report_add(Report *report, StackId stack, const char *format, ...) __attribute__((format(printf, 3, 4)));
void report_mark_site(Report *report);                // the section added last is a place that the report is about
void report_add_stack(Report *report, StackId stack); // without a title
void report_add_line(Report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));
void report_add_task(Report *report, const Task *task); // printed once however often it is added

// What is called with each report before it is printed.
void report_on_print(void (*call)(const Report *report));

// Prints it unless it is a repetition or suppressed; false then. Ends the process with halt_on_error.
bool report_finish(Report *report);

// "main thread", "thread T3 'name' (tid=12, running)", "coroutine T4"; for use in titles. Cut to `size`.
void report_name_task(const Task *task, char *text, size_t size);
const char *report_name_holder(uint32_t number, char text[64]); // "main thread", "thread T3", by number alone

// At exit: prints the counts, and says which exit status the process must end with (`status` if nothing was found).
int report_end(int status);
void report_forget(void); // in a child: what its parent printed is not its own

// One place as text: "function file:line:column (module+offset)".
void report_print_place(Printer *printer, uintptr_t counter);
void report_print_stack(Printer *printer, StackId id); // one line for each frame
bool report_is_trampoline(uintptr_t address);          // a function of the runtime that calls one of the program's
int report_descriptor(void);                           // where reports go
