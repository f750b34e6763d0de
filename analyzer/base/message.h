// SPDX-License-Identifier: MIT
// Words for the user that are not findings: what could not be read, what was skipped, which budget
// was spent. Collected in order, printed on stderr, and repeated in SARIF as notifications.
#pragma once
#include "base/arena.h"
#include "base/array.h"

typedef enum Severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR } Severity;

typedef struct Message {
    Severity severity;
    const char *path; // NULL when it is about no file
    uint32_t line;    // 1-based; 0 when it is about no line
    const char *text; // one line, no full stop, no newline
} Message;

typedef struct Messages {
    Arena *arena;
    ARRAY(Message) list;
} Messages;

// Texts and paths are copied into the sink's arena.
void message_add(Messages *messages, Severity severity, const char *path, uint32_t line, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

// "chanvet: path:line: warning: text", one line each, from message `from` on.
void messages_print(const Messages *messages, uint32_t from);
