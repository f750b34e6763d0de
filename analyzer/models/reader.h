// SPDX-License-Identifier: MIT
// Strict reading of JSON: every helper reports a mistake with the place inside the document where it stands
// (`functions[3] "neco_chan_send": spawn: …`) and goes on with a default, so that one run lists all mistakes.
// The only headers of the room that show cJSON are this one and those that include it.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "models/vocabulary.h"

#include <cjson/cJSON.h>

typedef struct ModelReader {
    Arena *arena; // of everything that is kept
    Messages *messages;
    const char *path;
    const char *where; // place inside the document, "" at its top
    uint32_t mistake_count;
} ModelReader;

void reader_mistake(ModelReader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Goes one level down, to "where: name"; returns the place to restore with reader_leave.
const char *reader_enter(ModelReader *reader, const char *name);
void reader_leave(ModelReader *reader, const char *outer);

// The whole file as JSON, to be freed with cJSON_Delete; NULL after a reported mistake.
cJSON *reader_parse_file(ModelReader *reader);

// Reports keys that are not in `known` (ended by NULL) and keys that stand twice.
// False, with a report, when `json` is no object at all.
bool reader_check_object(ModelReader *reader, const cJSON *json, const char *const *known);

// Value of a key. A missing key gives NULL, `otherwise` or false, and is reported only when `is_required`.
const cJSON *reader_get(ModelReader *reader, const cJSON *object, const char *key, bool is_required);
const char *reader_text(ModelReader *reader, const cJSON *object, const char *key, bool is_required);
bool reader_flag(ModelReader *reader, const cJSON *object, const char *key, bool otherwise);
int reader_word(ModelReader *reader, const cJSON *object, const char *key, WordKind kind, int otherwise);
uint32_t reader_unsigned(ModelReader *reader, const cJSON *object, const char *key, uint32_t otherwise);

// An integer: a JSON number, or a text for what a JSON number cannot hold ("9223372036854775807", "INT64_MAX").
// False when there is none under this key, or when it is wrong (reported).
bool reader_integer(ModelReader *reader, const cJSON *object, const char *key, int64_t *value);
bool reader_integer_value(ModelReader *reader, const cJSON *json, const char *name, int64_t *value);

// A list of C identifiers or file names; `*count` 0 when the key is missing.
const char *const *reader_texts(ModelReader *reader, const cJSON *object, const char *key, uint32_t *count);

bool reader_is_identifier(const char *text);
