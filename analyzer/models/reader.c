// SPDX-License-Identifier: MIT
#include "models/reader.h"

#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MODEL_BYTES_MAXIMUM = 16 * 1024 * 1024 };

void reader_mistake(ModelReader *reader, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (char *at = text; *at; at++) { // the document's own words may hold line ends; a message is one line
        if (iscntrl((unsigned char)*at)) *at = '?';
    }
    reader->mistake_count++;
    const char *separator = reader->where[0] ? ": " : "";
    message_add(reader->messages, SEVERITY_ERROR, reader->path, 0, "%s%s%s", reader->where, separator, text);
}

const char *reader_enter(ModelReader *reader, const char *name) {
    const char *outer = reader->where;
    reader->where = arena_format(reader->arena, "%s%s%s", outer, outer[0] ? ": " : "", name);
    return outer;
}

void reader_leave(ModelReader *reader, const char *outer) {
    reader->where = outer;
}

static bool read_whole_file(ModelReader *reader, Text *content) {
    FILE *file = fopen(reader->path, "rb");
    if (!file) {
        reader_mistake(reader, "cannot be opened: %s", strerror(errno));
        return false;
    }
    char buffer[16384];
    size_t got;
    while ((got = fread(buffer, 1, sizeof buffer, file)) > 0 && content->length <= MODEL_BYTES_MAXIMUM) {
        text_append_bytes(content, buffer, got);
    }
    bool is_readable = !ferror(file);
    fclose(file);
    if (!is_readable) reader_mistake(reader, "cannot be read");
    if (content->length > MODEL_BYTES_MAXIMUM) reader_mistake(reader, "is larger than 16 MiB");
    return is_readable && content->length <= MODEL_BYTES_MAXIMUM;
}

static uint32_t line_of(const char *start, const char *at) {
    uint32_t line = 1;
    for (; start < at; start++) line += *start == '\n';
    return line;
}

cJSON *reader_parse_file(ModelReader *reader) {
    Text content = {0};
    cJSON *json = NULL;
    if (read_whole_file(reader, &content)) {
        const char *bytes = text_value(&content), *end = NULL;
        json = cJSON_ParseWithLengthOpts(bytes, content.length + 1, &end, true);
        if (!json) {
            reader->mistake_count++;
            message_add(reader->messages, SEVERITY_ERROR, reader->path, line_of(bytes, end ? end : bytes),
                        "is not valid JSON here");
        }
    }
    text_free(&content);
    return json;
}

static bool is_known(const char *key, const char *const *known) {
    for (; *known; known++) {
        if (strcmp(key, *known) == 0) return true;
    }
    return false;
}

bool reader_check_object(ModelReader *reader, const cJSON *json, const char *const *known) {
    if (!cJSON_IsObject(json)) {
        reader_mistake(reader, "must be an object");
        return false;
    }
    for (const cJSON *item = json->child; item; item = item->next) {
        if (!is_known(item->string, known)) reader_mistake(reader, "unknown key \"%s\"", item->string);
        if (cJSON_GetObjectItemCaseSensitive(json, item->string) != item) {
            reader_mistake(reader, "key \"%s\" stands twice", item->string);
        }
    }
    return true;
}

const cJSON *reader_get(ModelReader *reader, const cJSON *object, const char *key, bool is_required) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!item && is_required) reader_mistake(reader, "key \"%s\" is missing", key);
    return item;
}

const char *reader_text(ModelReader *reader, const cJSON *object, const char *key, bool is_required) {
    const cJSON *item = reader_get(reader, object, key, is_required);
    if (!item) return NULL;
    if (!cJSON_IsString(item) || item->valuestring[0] == '\0') {
        reader_mistake(reader, "\"%s\" must be a text that is not empty", key);
        return NULL;
    }
    return arena_copy_text(reader->arena, item->valuestring);
}

bool reader_flag(ModelReader *reader, const cJSON *object, const char *key, bool otherwise) {
    const cJSON *item = reader_get(reader, object, key, false);
    if (!item) return otherwise;
    if (!cJSON_IsBool(item)) reader_mistake(reader, "\"%s\" must be true or false", key);
    return cJSON_IsTrue(item);
}

int reader_word(ModelReader *reader, const cJSON *object, const char *key, WordKind kind, int otherwise) {
    const char *text = reader_text(reader, object, key, false);
    int value = otherwise;
    if (text && !vocabulary_find(kind, text, &value)) {
        reader_mistake(reader, "unknown %s \"%s\" (known: %s)", key, text, vocabulary_list(reader->arena, kind));
    }
    return value;
}

uint32_t reader_unsigned(ModelReader *reader, const cJSON *object, const char *key, uint32_t otherwise) {
    int64_t value;
    if (!reader_integer(reader, object, key, &value)) return otherwise;
    if (value < 0 || value > INT32_MAX) {
        reader_mistake(reader, "\"%s\" must lie between 0 and 2147483647", key);
        return otherwise;
    }
    return (uint32_t)value;
}

static bool integer_of_text(const char *text, int64_t *value) {
    if (strcmp(text, "INT64_MAX") == 0) {
        *value = INT64_MAX;
        return true;
    }
    char *end;
    errno = 0;
    *value = strtoll(text, &end, 10);
    return errno == 0 && *end == '\0' && (isdigit((unsigned char)text[0]) || text[0] == '-');
}

bool reader_integer_value(ModelReader *reader, const cJSON *json, const char *name, int64_t *value) {
    // Beyond 2^53 a double skips integers, so such a number may not be the one that was written.
    const double exact = 9007199254740992.0;
    if (cJSON_IsString(json) && integer_of_text(json->valuestring, value) &&
        (*value > (int64_t)exact || *value < -(int64_t)exact)) {
        return true;
    }
    if (cJSON_IsNumber(json) && json->valuedouble >= -exact && json->valuedouble <= exact &&
        (double)(int64_t)json->valuedouble == json->valuedouble) {
        *value = (int64_t)json->valuedouble;
        return true;
    }
    reader_mistake(reader, "\"%s\" must be an integer (beyond 2^53: as a text)", name);
    return false;
}

bool reader_integer(ModelReader *reader, const cJSON *object, const char *key, int64_t *value) {
    const cJSON *item = reader_get(reader, object, key, false);
    return item && reader_integer_value(reader, item, key, value);
}

const char *const *reader_texts(ModelReader *reader, const cJSON *object, const char *key, uint32_t *count) {
    *count = 0;
    const cJSON *list = reader_get(reader, object, key, false);
    if (!list) return NULL;
    if (!cJSON_IsArray(list)) {
        reader_mistake(reader, "\"%s\" must be a list of texts", key);
        return NULL;
    }
    const char **texts = arena_new_array(reader->arena, const char *, cJSON_GetArraySize(list) + 1);
    for (const cJSON *item = list->child; item; item = item->next) {
        if (cJSON_IsString(item) && item->valuestring[0]) {
            texts[(*count)++] = arena_copy_text(reader->arena, item->valuestring);
        } else {
            reader_mistake(reader, "\"%s\" must be a list of texts that are not empty", key);
        }
    }
    return texts;
}

bool reader_is_identifier(const char *text) {
    if (!isalpha((unsigned char)text[0]) && text[0] != '_') return false;
    for (; *text; text++) {
        if (!isalnum((unsigned char)*text) && *text != '_') return false;
    }
    return true;
}
