// SPDX-License-Identifier: MIT
// One run of the executable: what every command gets, and how commands end.
#pragma once
#include "options.h"

typedef enum ExitStatus {
    EXIT_CLEAN = 0,        // nothing at or above --fail-on
    EXIT_FINDINGS = 1,     //
    EXIT_USAGE = 2,        // wrong options or configuration, no input
    EXIT_NOT_ANALYSED = 3, // a file could not be analysed and nothing was found
    EXIT_INTERNAL = 4,     // our own fault
} ExitStatus;

typedef struct Session {
    const Options *options;
    Arena *arena; // lives as long as the run
    Messages messages;
    uint32_t shown; // messages printed so far
} Session;

// Prints the messages that came since the last call on standard error; with --quiet without the notes.
void session_show_messages(Session *session);

// Whether text is coloured: --color, then NO_COLOR (no-color.org), then whether it goes to a terminal.
bool session_wants_color(const Session *session, bool is_standard_output);

// The exit status for a command that ended with `status`.
ExitStatus exit_status_of(Status status);
