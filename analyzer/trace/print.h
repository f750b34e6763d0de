// SPDX-License-Identifier: MIT
// The forms in which a recording is printed. All are deterministic: equal files give equal bytes.
#pragma once
#include "trace/states.h"

#include <stdio.h>

typedef struct TraceView {
    const Recording *recording;
    const States *states;
    int64_t threshold; // nanoseconds: shorter waits are left out of the text
} TraceView;

// For people: who waits where and for how long, lock contention, cancellations, marks.
void trace_print_text(const TraceView *view, FILE *out);

// Trace Event Format of Chrome (JSON), for Perfetto and speedscope.
void trace_print_chrome(const TraceView *view, FILE *out);

// pprof's profile.proto, gzipped: "tasks" that wait at the end, and "delay", nanoseconds that tasks waited.
// False when zlib fails.
bool trace_print_pprof(const TraceView *view, FILE *out);

// Folded stacks for flame graphs: the task's last mark, the calls, the outermost first, what was waited for,
// nanoseconds.
void trace_print_folded(const TraceView *view, FILE *out);

// One page that needs nothing but a browser.
void trace_print_html(const TraceView *view, FILE *out);
bool trace_has_html(void); // false: the page's library was not there when this program was built
