// SPDX-License-Identifier: MIT
#include "confirm/join.h"

#include <cjson/cJSON.h>
#include <string.h>

static cJSON *own_object(cJSON *parent, const char *name) {
    cJSON *object = cJSON_GetObjectItemCaseSensitive(parent, name);
    return cJSON_IsObject(object) ? object : cJSON_AddObjectToObject(parent, name);
}

static void set_text(cJSON *object, const char *name, const char *text) {
    cJSON_DeleteItemFromObjectCaseSensitive(object, name);
    cJSON_AddStringToObject(object, name, text);
}

static cJSON *add_message(cJSON *object, const char *text) {
    cJSON *message = cJSON_AddObjectToObject(object, "message");
    cJSON_AddStringToObject(message, "text", text);
    return message;
}

// "file://" and the path with what a URI cannot hold escaped.
static const char *uri_of(const char *path, Arena *arena) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    char *uri = arena_allocate(arena, strlen(path) * 3 + 8), *end = uri;
    if (*path == '/') end = strcpy(uri, "file://") + 7;
    for (; *path; path++) {
        static const char digits[] = "0123456789ABCDEF";
        unsigned char byte = (unsigned char)*path;
        if (strchr(plain, *path)) {
            *end++ = *path;
        } else {
            *end++ = '%';
            *end++ = digits[byte >> 4];
            *end++ = digits[byte & 15];
        }
    }
    return uri;
}

static void add_frame(cJSON *frames, const EvidenceFrame *frame, Arena *arena) {
    cJSON *item = cJSON_CreateObject();
    cJSON_AddItemToArray(frames, item);
    cJSON *location = cJSON_AddObjectToObject(item, "location");
    if (*frame->file && frame->line) {
        cJSON *physical = cJSON_AddObjectToObject(location, "physicalLocation");
        cJSON *artifact = cJSON_AddObjectToObject(physical, "artifactLocation");
        cJSON_AddStringToObject(artifact, "uri", uri_of(frame->file, arena));
        cJSON *region = cJSON_AddObjectToObject(physical, "region");
        cJSON_AddNumberToObject(region, "startLine", frame->line);
        if (frame->column) cJSON_AddNumberToObject(region, "startColumn", frame->column);
    }
    if (*frame->function) {
        cJSON *logical = cJSON_AddArrayToObject(location, "logicalLocations"), *name = cJSON_CreateObject();
        cJSON_AddStringToObject(name, "name", frame->function);
        cJSON_AddStringToObject(name, "kind", "function");
        cJSON_AddItemToArray(logical, name);
    }
    if (*frame->module) cJSON_AddStringToObject(item, "module", frame->module);
}

// SARIF 3.27.19: the stacks of the waits or accesses.
static void add_stacks(cJSON *result, const EvidenceReport *report, Arena *arena) {
    cJSON_DeleteItemFromObjectCaseSensitive(result, "stacks");
    cJSON *stacks = cJSON_AddArrayToObject(result, "stacks");
    for (uint32_t i = 0; i < report->sites.count; i++) {
        cJSON *stack = cJSON_CreateObject();
        cJSON_AddItemToArray(stacks, stack);
        add_message(stack, *report->sites.items[i].title ? report->sites.items[i].title : report->title);
        cJSON *frames = cJSON_AddArrayToObject(stack, "frames");
        for (uint32_t k = 0; k < report->sites.items[i].frames.count; k++)
            add_frame(frames, &report->sites.items[i].frames.items[k], arena);
    }
}

static void join_result(cJSON *result, const Witness *witness, const Confirmation *confirmation, Arena *arena) {
    cJSON *properties = own_object(result, "properties");
    if (confirmation->status == CONFIRM_CONFIRMED) {
        set_text(properties, "certainty", "confirmed");
        add_stacks(result, &confirmation->report, arena);
    }
    cJSON_DeleteItemFromObjectCaseSensitive(properties, "confirmation");
    cJSON *joined = cJSON_AddObjectToObject(properties, "confirmation");
    cJSON_AddStringToObject(joined, "status", confirm_status_word(confirmation->status));
    cJSON_AddStringToObject(joined, "text", confirmation_sentence(confirmation, witness, arena));
    cJSON_AddNumberToObject(joined, "runs", confirmation->runs);
    if (confirmation->status == CONFIRM_CONFIRMED) {
        cJSON_AddNumberToObject(joined, "run", confirmation->run);
        cJSON_AddBoolToObject(joined, "steered", confirmation->is_steered);
    } else if (confirmation->steps) {
        cJSON_AddNumberToObject(joined, "steps", confirmation->steps);
        cJSON_AddNumberToObject(joined, "reached", confirmation->reached);
    }
}

void findings_file_join(FindingsFile *file, const Confirmation *confirmations) {
    cJSON *runs = cJSON_GetObjectItemCaseSensitive(file->document, "runs");
    for (uint32_t i = 0; i < file->witnesses.count; i++) {
        const Witness *witness = &file->witnesses.items[i];
        cJSON *run = cJSON_GetArrayItem(runs, (int)witness->run);
        cJSON *results = cJSON_GetObjectItemCaseSensitive(run, "results");
        join_result(cJSON_GetArrayItem(results, (int)witness->result), witness, &confirmations[i], file->arena);
    }
}

char *findings_file_print(const FindingsFile *file) {
    return cJSON_Print(file->document);
}
