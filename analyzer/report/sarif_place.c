// SPDX-License-Identifier: MIT
#include "base/text.h"
#include "report/paths.h"
#include "report/sarif.h"

enum { SNIPPET_LIMIT = 1000, CONTEXT_LINES = 1 };

void sarif_artifact_location(SarifReport *report, const char *key, const char *path, Arena *arena) {
    const char *shown = path_from_root(path, report->input->root, arena);
    const char *uri = path_as_uri(shown, arena);
    json_open_object(&report->json, key);
    // GitHub rejects a whole file for one absolute URI, so places outside the root get a base of their own.
    bool is_outside = shown[0] == '/';
    json_text(&report->json, "uri", is_outside ? uri + 1 : uri);
    json_text(&report->json, "uriBaseId", is_outside ? "FILESYSTEM" : "SRCROOT");
    json_close_object(&report->json);
}

static void snippet(SarifReport *report, const char *bytes, size_t length) {
    if (length > SNIPPET_LIMIT) return;
    json_open_object(&report->json, "snippet");
    json_bytes(&report->json, "text", bytes, length);
    json_close_object(&report->json);
}

// All four numbers always: GitHub wants them, and one line keeps an alert inside small diffs.
static void region(SarifReport *report, const FindingPlace *place, SourceLine line) {
    uint32_t column = place->column ? place->column : 1;
    if (line.bytes && column > line.length + 1) column = line.length + 1;
    uint32_t end = place->column ? source_end_column(line, column, place->end_column)
                   : line.bytes  ? line.length + 1
                                 : 2;
    bool has_line = line.bytes && end <= line.length + 1;
    uint32_t end_utf16 = has_line ? source_column_utf16(line, end) : source_column_utf16(line, column) + 1;
    json_open_object(&report->json, "region");
    json_number(&report->json, "startLine", place->line ? place->line : 1);
    json_number(&report->json, "startColumn", source_column_utf16(line, column));
    json_number(&report->json, "endLine", place->line ? place->line : 1);
    json_number(&report->json, "endColumn", line.bytes ? end_utf16 : end);
    if (has_line) snippet(report, line.bytes + column - 1, end - column);
    json_close_object(&report->json);
}

static void context_region(SarifReport *report, const FindingPlace *place) {
    uint32_t first = place->line > CONTEXT_LINES ? place->line - CONTEXT_LINES : 1, last = first;
    Text lines = {0};
    for (uint32_t number = first; number <= place->line + CONTEXT_LINES; number++) {
        SourceLine line = sources_line(report->sources, place->path, number);
        if (!line.bytes) break;
        if (number > first) text_append(&lines, "\n");
        text_append_bytes(&lines, line.bytes, line.length);
        last = number;
    }
    // The context must be more than the region itself and short enough to show.
    if (lines.length <= SNIPPET_LIMIT && last >= place->line && last > first) {
        json_open_object(&report->json, "contextRegion");
        json_number(&report->json, "startLine", first);
        json_number(&report->json, "endLine", last);
        snippet(report, text_value(&lines), lines.length);
        json_close_object(&report->json);
    }
    text_free(&lines);
}

static void logical_location(SarifReport *report, const char *function) {
    json_open_array(&report->json, "logicalLocations");
    json_open_object(&report->json, NULL);
    json_text(&report->json, "name", function);
    json_text(&report->json, "fullyQualifiedName", function);
    json_text(&report->json, "kind", "function");
    json_close_object(&report->json);
    json_close_array(&report->json);
}

void sarif_place(SarifReport *report, const char *key, const FindingPlace *place, SarifPlaceOptions options) {
    SourceLine line = sources_line(report->sources, place->path, place->line);
    json_open_object(&report->json, key);
    if (options.id) json_number(&report->json, "id", options.id);
    json_open_object(&report->json, "physicalLocation");
    sarif_artifact_location(report, "artifactLocation", place->path, report->result_arena);
    region(report, place, line);
    if (options.has_context && line.bytes) context_region(report, place);
    json_close_object(&report->json);
    if (options.message) json_message(&report->json, "message", options.message);
    if (place->function && place->function[0]) logical_location(report, place->function);
    json_close_object(&report->json);
}
