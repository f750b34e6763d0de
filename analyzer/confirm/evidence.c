// SPDX-License-Identifier: MIT
#include "confirm/evidence.h"

#include <cjson/cJSON.h>
#include <string.h>

static const char *text_member(const cJSON *object, const char *name, Arena *arena) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(value) ? arena_copy_text(arena, value->valuestring) : "";
}

static uint32_t number_member(const cJSON *object, const char *name) {
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(value) && value->valuedouble > 0 && value->valuedouble < 4e9 ? (uint32_t)value->valuedouble
                                                                                       : 0;
}

static EvidenceFrames read_frames(const cJSON *object, const char *name, Arena *arena) {
    EvidenceFrames frames = {0};
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, name)) {
        EvidenceFrame frame = {text_member(item, "function", arena), text_member(item, "file", arena),
                               text_member(item, "module", arena),   text_member(item, "offset", arena),
                               number_member(item, "line"),          number_member(item, "column")};
        array_push(&frames, arena, frame);
    }
    return frames;
}

static void read_report(const cJSON *line, Arena *arena, Evidence *evidence) {
    EvidenceReport report = {.kind = text_member(line, "report", arena), .title = text_member(line, "title", arena)};
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(line, "sites")) {
        EvidenceSite site = {text_member(item, "title", arena), read_frames(item, "frames", arena)};
        array_push(&report.sites, arena, site);
    }
    array_push(&evidence->reports, arena, report);
}

static void read_hold(const cJSON *line, Arena *arena, Evidence *evidence) {
    EvidenceHold hold = {number_member(line, "step"),         number_member(line, "open"),
                         text_member(line, "end", arena),     text_member(line, "prevented", arena),
                         read_frames(line, "waiting", arena), read_frames(line, "holding", arena)};
    array_push(&evidence->holds, arena, hold);
}

static void read_line(const cJSON *line, Arena *arena, Evidence *evidence) {
    const char *kind = text_member(line, "kind", arena);
    evidence->has_started |= *kind != 0;
    if (!strcmp(kind, "report"))
        read_report(line, arena, evidence);
    else if (!strcmp(kind, "hold"))
        read_hold(line, arena, evidence);
    else if (!strcmp(kind, "seen"))
        array_push(&evidence->seen, arena, number_member(line, "site"));
    else if (!strcmp(kind, "entered"))
        array_push(&evidence->entered, arena, number_member(line, "step"));
    else if (!strcmp(kind, "passed"))
        array_push(&evidence->passed, arena, number_member(line, "step"));
}

void evidence_parse(const char *bytes, size_t size, Arena *arena, Evidence *evidence) {
    *evidence = (Evidence){0};
    for (const char *line = bytes, *end; (end = memchr(line, '\n', size - (size_t)(line - bytes))); line = end + 1) {
        cJSON *value = cJSON_ParseWithLength(line, (size_t)(end - line));
        if (value) read_line(value, arena, evidence);
        cJSON_Delete(value);
    }
}
