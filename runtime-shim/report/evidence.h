// SPDX-License-Identifier: MIT
// What a run has shown, for `chanvet confirm`: JSON lines appended to the file that QTRACE_EVIDENCE (or the option
// `evidence`) names. The file is opened anew for each line, so nothing is lost when the process is killed, and nothing
// depends on descriptors that the program may close.
//
//   {"kind":"report","report":"blocked","title":…,"sites":[{"title":…,"frames":[{"function":…,"file":…,"line":…}]}]}
//
// and the lines of steer/. A frame without debug information has "module" and "offset" only.
#pragma once
#include "base/print.h"
#include "report/report.h"

static inline bool evidence_is_on(void) {
    return runtime.options.evidence[0] != 0;
}

// One line at a time: the caller prints members, each led by a comma, between the two. False: nothing is to be written.
bool evidence_open(Printer *printer, const char *kind);
void evidence_close(Printer *printer);
void evidence_text(Printer *printer, const char *key, const char *text);
void evidence_number(Printer *printer, const char *key, long number);
void evidence_frames(Printer *printer, const char *key, StackId stack); // innermost first
void evidence_place(Printer *printer, const char *key, uintptr_t counter);

void evidence_report(const Report *report);

// What is told here and not reported, as the library allows it: "channel-misuse", at one place.
void evidence_note(ReportKind kind, const char *title, StackId stack);
