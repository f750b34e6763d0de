// SPDX-License-Identifier: MIT
#include "confirm/witness.h"

#include "source/paths.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const size_t SIZE_LIMIT = (size_t)256 << 20;

static const cJSON *member(const cJSON *object, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *text_of(const cJSON *value) {
    return cJSON_IsString(value) ? value->valuestring : "";
}

static const char *message_of(const cJSON *object) {
    return text_of(member(member(object, "message"), "text"));
}

static uint32_t number_of(const cJSON *value) {
    return cJSON_IsNumber(value) && value->valuedouble > 0 && value->valuedouble < 1e9 ? (uint32_t)value->valuedouble
                                                                                       : 0;
}

static const cJSON *first_item(const cJSON *object, const char *name) {
    return cJSON_GetArrayItem(member(object, name), 0);
}

static bool has_text(const cJSON *list, const char *text) {
    const cJSON *item;
    cJSON_ArrayForEach(item, list) if (!strcmp(text_of(item), text)) return true;
    return false;
}

static Place read_place(const cJSON *location) {
    const cJSON *physical = member(location, "physicalLocation"), *region = member(physical, "region");
    const char *path = text_of(member(member(physical, "artifactLocation"), "uri"));
    if (!strncmp(path, "file://", 7)) path += 7;
    Place place = {*path ? path : NULL, number_of(member(region, "startLine")), number_of(member(region, "endLine"))};
    if (place.last_line < place.line) place.last_line = place.line;
    return place;
}

// "Task T2, 'deleter#2'." gives deleter#2.
static const char *quoted_name(Arena *arena, const char *text) {
    const char *start = strchr(text, '\'');
    const char *end = start ? strrchr(text, '\'') : NULL;
    return end && end > start ? arena_copy_bytes(arena, start + 1, (size_t)(end - start) - 1) : "";
}

static void read_step(FindingsFile *file, Witness *witness, const cJSON *item, uint32_t task) {
    const cJSON *location = member(item, "location"), *kinds = member(item, "kinds");
    const char *text = message_of(location);
    WitnessStep step = {
        .order = number_of(member(item, "executionOrder")),
        .task = task,
        .place = read_place(location),
        .text = text,
        .stays_blocked = has_text(kinds, "danger"),
        .is_branch = has_text(kinds, "branch"),
        .is_timeout = strstr(text, "its time is over") != NULL,
        .is_end = has_text(kinds, "exit"),
    };
    if (step.place.path && step.place.line && step.order) array_push(&witness->steps, file->arena, step);
}

static int compare_steps(const void *left, const void *right) {
    const WitnessStep *a = left, *b = right;
    return a->order < b->order ? -1 : a->order > b->order;
}

// The code flow that has a thread flow for each task.
static const cJSON *flows_by_task(const cJSON *result) {
    const cJSON *flow, *best = NULL;
    cJSON_ArrayForEach(flow, member(result, "codeFlows")) {
        const cJSON *threads = member(flow, "threadFlows");
        if (!best || cJSON_GetArraySize(threads) >= cJSON_GetArraySize(best)) best = threads;
    }
    return best;
}

// Where "starts 'NAME'" is said of the task.
static void find_spawns(FindingsFile *file, Witness *witness) {
    for (uint32_t t = 0; t < witness->tasks.count; t++) {
        WitnessTask *task = &witness->tasks.items[t];
        const char *words = arena_format(file->arena, " starts '%s'", task->name);
        for (uint32_t i = 0; *task->name && i < witness->steps.count; i++)
            if (strstr(witness->steps.items[i].text, words)) task->spawn = witness->steps.items[i].place;
    }
}

static void read_steps(FindingsFile *file, Witness *witness, const cJSON *result) {
    const cJSON *thread, *item;
    cJSON_ArrayForEach(thread, flows_by_task(result)) {
        WitnessTask task = {text_of(member(thread, "id")), quoted_name(file->arena, message_of(thread)), {0}};
        array_push(&witness->tasks, file->arena, task);
        cJSON_ArrayForEach(item, member(thread, "locations")) read_step(file, witness, item, witness->tasks.count);
    }
    if (witness->steps.count)
        qsort(witness->steps.items, witness->steps.count, sizeof *witness->steps.items, compare_steps);
    find_spawns(file, witness);
}

static bool is_race_rule(const cJSON *run, const char *id) {
    const cJSON *rule;
    cJSON_ArrayForEach(rule, member(member(member(run, "tool"), "driver"), "rules")) {
        if (strcmp(text_of(member(rule, "id")), id) != 0) continue;
        return has_text(member(member(rule, "properties"), "tags"), "race");
    }
    return false;
}

static WitnessKind kind_of(const Witness *witness, bool is_race) {
    if (is_race) return WITNESS_RACE;
    for (uint32_t i = 0; i < witness->steps.count; i++)
        if (witness->steps.items[i].stays_blocked) return WITNESS_BLOCKED;
    return WITNESS_OTHER;
}

static void read_result(FindingsFile *file, const cJSON *run, const cJSON *result, Witness witness) {
    const cJSON *item;
    witness.rule = text_of(member(result, "ruleId"));
    witness.message = message_of(result);
    witness.fingerprint = text_of(member(member(result, "partialFingerprints"), "chanvetStable/v1"));
    witness.place = read_place(first_item(result, "locations"));
    cJSON_ArrayForEach(item, member(result, "relatedLocations"))
        array_push(&witness.related, file->arena, read_place(item));
    read_steps(file, &witness, result);
    witness.kind = kind_of(&witness, is_race_rule(run, witness.rule));
    array_push(&file->witnesses, file->arena, witness);
}

static Status refuse(const FindingsFile *file, Messages *messages, const char *reason) {
    message_add(messages, SEVERITY_ERROR, file->path, 0, "%s", reason);
    return STATUS_BAD_INPUT;
}

Status findings_file_read(const char *path, Arena *arena, Messages *messages, FindingsFile *file) {
    char *bytes;
    size_t size;
    const cJSON *run, *result;
    *file = (FindingsFile){.path = path, .arena = arena};
    Status status = file_read(path, SIZE_LIMIT, arena, messages, &bytes, &size);
    if (status) return status;
    file->document = cJSON_ParseWithLength(bytes, size);
    if (!file->document)
        return refuse(file, messages, "is not JSON; confirm takes a SARIF file, as check -o sarif:FILE writes");
    const cJSON *runs = member(file->document, "runs");
    if (!cJSON_IsArray(runs) || strncmp(text_of(member(file->document, "version")), "2.1", 3) != 0)
        return refuse(file, messages, "is JSON, but not SARIF 2.1.0");
    uint32_t run_index = 0;
    cJSON_ArrayForEach(run, runs) {
        uint32_t result_index = 0;
        cJSON_ArrayForEach(result, member(run, "results"))
            read_result(file, run, result, (Witness){.run = run_index, .result = result_index++});
        run_index++;
    }
    return STATUS_OK;
}

void findings_file_close(FindingsFile *file) {
    cJSON_Delete(file->document);
    file->document = NULL;
}

// From the end, component by component, until one of the two has no more.
static bool is_same_file(const char *left, const char *right) {
    const char *a = left + strlen(left), *b = right + strlen(right);
    while (a > left && b > right) {
        if (*--a != *--b) return false;
        bool is_dotted = (a > left + 1 && *a == '/' && !strncmp(a - 2, "..", 2)) ||
                         (b > right + 1 && *b == '/' && !strncmp(b - 2, "..", 2));
        if (is_dotted) return true;
    }
    return (a == left || a[-1] == '/') && (b == right || b[-1] == '/');
}

bool place_is_at(const Place *place, const char *path, uint32_t line) {
    return place->path && line >= place->line && line <= place->last_line && is_same_file(place->path, path);
}
