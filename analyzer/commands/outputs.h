// SPDX-License-Identifier: MIT
// The reports that -o asks for: opened before the analysis, so that a wrong path costs no time.
#pragma once
#include "report/report.h"
#include "session.h"

typedef void (*ReportWriter)(const ReportInput *input, FILE *out);

typedef struct Output {
    const char *path; // NULL for standard output
    ReportWriter write;
    FILE *stream;
} Output;

typedef ARRAY(Output) Outputs;

// Text on standard output when -o was not given. STATUS_USAGE with a message for an unknown format, a path that
// cannot be written, or two reports on standard output.
Status outputs_open(Session *session, Outputs *outputs);

// Writes and closes every report. STATUS_USAGE with a message when one could not be written whole (a full disk).
Status outputs_write(Session *session, Outputs *outputs, const ReportInput *input);

// Closes standard output; STATUS_USAGE with a message when what was printed there did not arrive.
Status standard_output_close(Messages *messages);
