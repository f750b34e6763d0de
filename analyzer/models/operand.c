// SPDX-License-Identifier: MIT
#include "models/operand.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENT_INDEX_MAXIMUM = 127 };

// Parses "*aN", "aN" or "aN..."; false when the text is none of these.
static bool parse_argument(const char *text, Operand *operand) {
    bool is_pointee = text[0] == '*';
    const char *digits = text + is_pointee;
    if (digits[0] != 'a' || !isdigit((unsigned char)digits[1])) return false;
    char *end;
    unsigned long index = strtoul(digits + 1, &end, 10);
    bool is_variadic = strcmp(end, "...") == 0;
    if (index > ARGUMENT_INDEX_MAXIMUM || (*end && !is_variadic) || (is_pointee && is_variadic)) return false;
    operand->source = is_variadic ? SOURCE_VARIADIC : is_pointee ? SOURCE_POINTEE : SOURCE_ARGUMENT;
    operand->index = (uint32_t)index;
    return true;
}

// A task can take several of the arguments of a function that is not variadic (k_thread_create).
static bool may_be_several(const Api *api, int role) {
    return api->event == EVENT_SPAWN && role == OPERAND_ARGUMENT;
}

// A receive can return the address of what it received (mill_chr_).
static bool may_return_address(const Api *api, int role) {
    return api->event == EVENT_RECEIVE && role == OPERAND_ELEMENT;
}

static bool is_in_range(Operand operand, OperandRange range) {
    return operand.index < range.parameter_count || range.is_variadic;
}

Operand operand_read(ModelReader *reader, const cJSON *json, const char *name, OperandRange range) {
    Operand operand = {SOURCE_NONE, 0, 0};
    if (cJSON_IsNumber(json)) {
        if (reader_integer_value(reader, json, name, &operand.constant)) operand.source = SOURCE_CONSTANT;
        return operand;
    }
    if (cJSON_IsString(json) && strcmp(json->valuestring, "result") == 0) {
        operand.source = SOURCE_RESULT;
        return operand;
    }
    if (cJSON_IsString(json) && strcmp(json->valuestring, "*result") == 0 && range.returns_address) {
        operand = (Operand){SOURCE_POINTEE, range.parameter_count, 0};
        return operand;
    }
    if (!cJSON_IsString(json) || !parse_argument(json->valuestring, &operand)) {
        reader_mistake(reader, "\"%s\" is no operand (\"a0\", \"*a0\", \"a1...\", \"result\" or an integer)", name);
        return operand;
    }
    if (operand.source == SOURCE_VARIADIC && !range.is_variadic && !range.may_be_several) {
        reader_mistake(reader, "\"%s\" is \"%s\", but the function is not variadic", name, json->valuestring);
    } else if (!is_in_range(operand, range)) {
        reader_mistake(reader, "\"%s\" is \"%s\", but the function has %u parameter%s", name, json->valuestring,
                       range.parameter_count, range.parameter_count == 1 ? "" : "s");
    }
    return operand;
}

void operand_read_all(ModelReader *reader, const cJSON *json, OperandRange range, Api *api) {
    if (!json) return;
    const char *known[OPERAND_ROLE_COUNT + 1] = {0};
    uint32_t known_count = 0;
    for (int role = 0; role < OPERAND_ROLE_COUNT; role++) {
        // A timeout has special values too, so it has a key of its own beside "operands".
        if (role != OPERAND_TIMEOUT) known[known_count++] = vocabulary_word(WORD_OPERAND, role);
    }
    const char *outer = reader_enter(reader, "operands");
    if (reader_check_object(reader, json, known)) {
        for (const cJSON *item = json->child; item; item = item->next) {
            int role;
            if (vocabulary_find(WORD_OPERAND, item->string, &role) && role != OPERAND_TIMEOUT) {
                OperandRange given = {range.parameter_count, range.is_variadic, may_be_several(api, role),
                                      may_return_address(api, role) && !range.is_variadic};
                api->operands[role] = operand_read(reader, item, item->string, given);
            }
        }
    }
    reader_leave(reader, outer);
}

void operand_read_timeout(ModelReader *reader, const cJSON *json, OperandRange range, Api *api) {
    static const char *const known[] = {"operand", "forever", "try", NULL};
    if (!json) return;
    const char *outer = reader_enter(reader, "timeout");
    if (reader_check_object(reader, json, known)) {
        const cJSON *operand = reader_get(reader, json, "operand", true);
        if (operand) api->operands[OPERAND_TIMEOUT] = operand_read(reader, operand, "operand", range);
        api->has_forever = reader_integer(reader, json, "forever", &api->forever_value);
        api->has_try = reader_integer(reader, json, "try", &api->try_value);
    }
    reader_leave(reader, outer);
}
