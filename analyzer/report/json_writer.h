// SPDX-License-Identifier: MIT
// Writes JSON (RFC 8259) as it comes, so that a large report needs no memory. Any bytes may be given
// as text: control characters are escaped, ill-formed UTF-8 becomes U+FFFD. Nesting mistakes of the
// caller break an invariant. One item a line, indented by one blank a level.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { JSON_DEPTH_LIMIT = 64 };

typedef struct JsonWriter {
    FILE *out;
    uint32_t depth;
    bool has_items[JSON_DEPTH_LIMIT]; // per level: a comma is due
    uint32_t line_depth;              // what is nested deeper is written on one line; 0: nothing is
} JsonWriter;

// `key` is NULL inside an array and for the outermost value.
void json_open_object(JsonWriter *writer, const char *key);
void json_close_object(JsonWriter *writer);
void json_open_array(JsonWriter *writer, const char *key);
void json_close_array(JsonWriter *writer);
void json_text(JsonWriter *writer, const char *key, const char *text);
void json_bytes(JsonWriter *writer, const char *key, const char *bytes, size_t length);
void json_number(JsonWriter *writer, const char *key, int64_t number);
void json_literal(JsonWriter *writer, const char *key, const char *literal); // as it is: a number with decimals
void json_boolean(JsonWriter *writer, const char *key, bool value);

// Writes nothing when `text` is NULL.
void json_optional_text(JsonWriter *writer, const char *key, const char *text);

// {"text": …}, SARIF's form of a message.
void json_message(JsonWriter *writer, const char *key, const char *text);

// Ends the outermost value with a line end.
void json_finish(JsonWriter *writer);
