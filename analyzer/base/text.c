// SPDX-License-Identifier: MIT
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reserve(Text *text, size_t more) {
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity) return;
    size_t capacity = text->capacity ? text->capacity : 64;
    while (capacity < needed) capacity *= 2;
    text->bytes = realloc(text->bytes, capacity);
    if (!text->bytes) {
        fputs("chanvet: out of memory\n", stderr);
        abort();
    }
    text->capacity = capacity;
}

void text_append_bytes(Text *text, const char *bytes, size_t length) {
    reserve(text, length);
    if (length) memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = 0;
}

void text_append(Text *text, const char *more) {
    text_append_bytes(text, more, strlen(more));
}

void text_format(Text *text, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    reserve(text, (size_t)length);
    vsnprintf(text->bytes + text->length, (size_t)length + 1, format, again);
    va_end(again);
    text->length += (size_t)length;
}

const char *text_value(const Text *text) {
    return text->bytes ? text->bytes : "";
}

void text_clear(Text *text) {
    text->length = 0;
    if (text->bytes) text->bytes[0] = 0;
}

void text_free(Text *text) {
    free(text->bytes);
    *text = (Text){0};
}
