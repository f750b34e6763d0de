// SPDX-License-Identifier: MIT
#include "report/json_writer.h"

#include "base/status.h"
#include "findings/utf8.h"

#include <inttypes.h>
#include <string.h>

static void write_escaped(FILE *out, const char *bytes, size_t length) {
    fputc('"', out);
    for (size_t i = 0; i < length;) {
        CodePoint point = utf8_next(bytes + i, length - i);
        if (point.value == '"' || point.value == '\\')
            fprintf(out, "\\%c", (char)point.value);
        else if (point.value == '\n')
            fputs("\\n", out);
        else if (point.value == '\r')
            fputs("\\r", out);
        else if (point.value == '\t')
            fputs("\\t", out);
        else if (point.value < 0x20 || point.value == 0x7f)
            fprintf(out, "\\u%04x", (unsigned)point.value);
        else if (!point.is_valid)
            fputs("\xef\xbf\xbd", out);
        else
            fwrite(bytes + i, 1, point.length, out);
        i += point.length;
    }
    fputc('"', out);
}

static void start_line(JsonWriter *writer) {
    if (writer->line_depth && writer->depth > writer->line_depth) return;
    fputc('\n', writer->out);
    for (uint32_t i = 0; i < writer->depth; i++) fputc(' ', writer->out);
}

static void start_value(JsonWriter *writer, const char *key) {
    if (writer->depth) {
        if (writer->has_items[writer->depth]) fputc(',', writer->out);
        writer->has_items[writer->depth] = true;
        start_line(writer);
    }
    if (!key) return;
    write_escaped(writer->out, key, strlen(key));
    fputs(": ", writer->out);
}

static void open_level(JsonWriter *writer, const char *key, char bracket) {
    start_value(writer, key);
    fputc(bracket, writer->out);
    invariant(writer->depth + 1 < JSON_DEPTH_LIMIT, "JSON is nested too deeply");
    writer->has_items[++writer->depth] = false;
}

static void close_level(JsonWriter *writer, char bracket) {
    invariant(writer->depth > 0, "a JSON level is closed that was not opened");
    bool had_items = writer->has_items[writer->depth--];
    if (had_items) start_line(writer);
    fputc(bracket, writer->out);
}

void json_open_object(JsonWriter *writer, const char *key) {
    open_level(writer, key, '{');
}

void json_close_object(JsonWriter *writer) {
    close_level(writer, '}');
}

void json_open_array(JsonWriter *writer, const char *key) {
    open_level(writer, key, '[');
}

void json_close_array(JsonWriter *writer) {
    close_level(writer, ']');
}

void json_bytes(JsonWriter *writer, const char *key, const char *bytes, size_t length) {
    start_value(writer, key);
    write_escaped(writer->out, bytes, length);
}

void json_text(JsonWriter *writer, const char *key, const char *text) {
    json_bytes(writer, key, text, strlen(text));
}

void json_optional_text(JsonWriter *writer, const char *key, const char *text) {
    if (text) json_text(writer, key, text);
}

void json_number(JsonWriter *writer, const char *key, int64_t number) {
    start_value(writer, key);
    fprintf(writer->out, "%" PRId64, number);
}

void json_literal(JsonWriter *writer, const char *key, const char *literal) {
    start_value(writer, key);
    fputs(literal, writer->out);
}

void json_boolean(JsonWriter *writer, const char *key, bool value) {
    start_value(writer, key);
    fputs(value ? "true" : "false", writer->out);
}

void json_message(JsonWriter *writer, const char *key, const char *text) {
    json_open_object(writer, key);
    json_text(writer, "text", text);
    json_close_object(writer);
}

void json_finish(JsonWriter *writer) {
    invariant(writer->depth == 0, "a JSON level was left open");
    fputc('\n', writer->out);
}
