// SPDX-License-Identifier: MIT
#include "base/message.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

void message_add(Messages *messages, Severity severity, const char *path, uint32_t line, const char *format, ...) {
    char buffer[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    Message message = {severity, path ? arena_copy_text(messages->arena, path) : NULL, line,
                       arena_copy_text(messages->arena, buffer)};
    array_push(&messages->list, messages->arena, message);
}

void messages_print(const Messages *messages, uint32_t from) {
    static const char *const words[] = {"note", "warning", "error"};
    for (uint32_t i = from; i < messages->list.count; i++) {
        const Message *message = &messages->list.items[i];
        fputs("chanvet: ", stderr);
        if (message->path) fprintf(stderr, "%s:", message->path);
        if (message->path && message->line) fprintf(stderr, "%u:", message->line);
        fprintf(stderr, "%s%s: %s\n", message->path ? " " : "", words[message->severity], message->text);
    }
}
