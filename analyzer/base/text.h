// SPDX-License-Identifier: MIT
// A growable, formatted string. The text is always closed by a zero byte and is valid until the
// next append or text_free. A zeroed Text is an empty text.
#pragma once
#include <stddef.h>

typedef struct Text {
    char *bytes; // NULL while nothing was appended; use text_value
    size_t length, capacity;
} Text;

void text_append(Text *text, const char *more);
void text_append_bytes(Text *text, const char *bytes, size_t length);
void text_format(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *text_value(const Text *text);
void text_clear(Text *text);
void text_free(Text *text);
