// SPDX-License-Identifier: MIT
#include "models/block.h"

#include <string.h>

static void read_close_effects(ModelReader *reader, const cJSON *json, ChannelRules *rules) {
    static const char *const known[] = {"receivers", "senders", "buffered-receivers", "buffered-senders", NULL};
    if (!json) return;
    const char *outer = reader_enter(reader, "blocked-at-close");
    if (reader_check_object(reader, json, known)) {
        rules->blocked_receivers = (CloseEffect)reader_word(reader, json, "receivers", WORD_CLOSE_EFFECT, CLOSE_LEAVES);
        rules->blocked_senders = (CloseEffect)reader_word(reader, json, "senders", WORD_CLOSE_EFFECT, CLOSE_LEAVES);
        rules->blocked_buffered_receivers = (CloseEffect)reader_word(reader, json, "buffered-receivers",
                                                                     WORD_CLOSE_EFFECT, (int)rules->blocked_receivers);
        rules->blocked_buffered_senders =
            (CloseEffect)reader_word(reader, json, "buffered-senders", WORD_CLOSE_EFFECT, (int)rules->blocked_senders);
    }
    reader_leave(reader, outer);
}

ChannelRules block_read_channel_rules(ModelReader *reader, const cJSON *json) {
    static const char *const known[] = {"closable",          "blocked-at-close", "drains", "later-send",
                                        "select-sees-close", "close-needs-both", NULL};
    ChannelRules rules = {0};
    if (!reader_check_object(reader, json, known)) return rules;
    rules.is_closable = reader_flag(reader, json, "closable", false);
    read_close_effects(reader, reader_get(reader, json, "blocked-at-close", rules.is_closable), &rules);
    rules.drains = reader_flag(reader, json, "drains", false);
    rules.later_send_fails = reader_word(reader, json, "later-send", WORD_LATER_SEND, 0) != 0;
    rules.select_sees_close = reader_flag(reader, json, "select-sees-close", false);
    rules.close_needs_both = reader_flag(reader, json, "close-needs-both", false);
    return rules;
}

void block_read_outcomes(ModelReader *reader, const cJSON *json, Api *api) {
    if (!json) {
        api->outcomes[OUTCOME_OK].is_possible = true;
        return;
    }
    const char *known[OUTCOME_KIND_COUNT + 1] = {0};
    for (int kind = 0; kind < OUTCOME_KIND_COUNT; kind++) known[kind] = vocabulary_word(WORD_OUTCOME, kind);
    const char *outer = reader_enter(reader, "outcomes");
    if (reader_check_object(reader, json, known)) {
        for (const cJSON *item = json->child; item; item = item->next) {
            int kind;
            if (!vocabulary_find(WORD_OUTCOME, item->string, &kind)) continue;
            Outcome *outcome = &api->outcomes[kind];
            outcome->is_possible = true;
            bool is_any = cJSON_IsString(item) && strcmp(item->valuestring, "any") == 0;
            outcome->has_value = !is_any && reader_integer_value(reader, item, item->string, &outcome->value);
        }
    }
    reader_leave(reader, outer);
}

void block_read_spawn(ModelReader *reader, const cJSON *json, Api *api) {
    static const char *const known[] = {"domain", "first", "style", "parameter", "waits-for-all-outside", NULL};
    if (!json) return;
    const char *outer = reader_enter(reader, "spawn");
    if (reader_check_object(reader, json, known)) {
        reader_get(reader, json, "domain", true);
        api->domain = (Domain)reader_word(reader, json, "domain", WORD_DOMAIN, DOMAIN_PREEMPTIVE);
        api->spawn_order = (SpawnOrder)reader_word(reader, json, "first", WORD_SPAWN_ORDER, SPAWN_EITHER_FIRST);
        api->spawn_style = (SpawnStyle)reader_word(reader, json, "style", WORD_SPAWN_STYLE, SPAWN_CALL);
        api->spawn_parameter = reader_unsigned(reader, json, "parameter", 0);
        api->waits_for_all_outside = reader_flag(reader, json, "waits-for-all-outside", false);
        bool has_function = api->operands[OPERAND_FUNCTION].source != SOURCE_NONE;
        if (!has_function && api->spawn_style != SPAWN_CALL_EXPRESSION) {
            reader_mistake(reader, "this style needs the operand \"function\"");
        }
    }
    reader_leave(reader, outer);
}

static void read_record(ModelReader *reader, const cJSON *json, SelectRecord *record) {
    static const char *const known[] = {"size",    "channel", "operation", "element",     "send",
                                        "receive", "skip",    "end",       "end-default", NULL};
    const char *outer = reader_enter(reader, "record");
    if (reader_check_object(reader, json, known)) {
        for (size_t required = 0; required < 6; required++) reader_get(reader, json, known[required], true);
        record->size = reader_unsigned(reader, json, "size", 0);
        record->channel_offset = reader_unsigned(reader, json, "channel", 0);
        record->operation_offset = reader_unsigned(reader, json, "operation", 0);
        record->element_offset = reader_unsigned(reader, json, "element", 0);
        reader_integer(reader, json, "send", &record->send_code);
        reader_integer(reader, json, "receive", &record->receive_code);
        record->has_skip = reader_integer(reader, json, "skip", &record->skip_code);
        record->has_end = reader_integer(reader, json, "end", &record->end_code);
        record->has_end_default = reader_integer(reader, json, "end-default", &record->end_default_code);
        if (record->channel_offset >= record->size || record->operation_offset >= record->size ||
            record->element_offset >= record->size) {
            reader_mistake(reader, "the offsets must lie below \"size\"");
        }
    }
    reader_leave(reader, outer);
}

// What the front end makes of a select in parts: three arguments after the declared ones.
static void give_parts(Api *api) {
    uint32_t first = api->parameter_count;
    api->select_source = SELECT_RECORD_ARRAY;
    api->select_record =
        (SelectRecord){.size = 24, .channel_offset = 8, .element_offset = 16, .send_code = 1, .receive_code = 2};
    api->operands[OPERAND_CASES] = (Operand){SOURCE_POINTEE, first, 0};
    api->operands[OPERAND_COUNT] = (Operand){SOURCE_ARGUMENT, first + 1, 0};
    api->operands[OPERAND_TIMEOUT] = (Operand){SOURCE_ARGUMENT, first + 2, 0};
    api->has_forever = api->has_try = true;
    api->forever_value = -1;
    api->try_value = 0;
    api->blocking = BLOCKING_TIMED;
}

static void read_part(ModelReader *reader, const cJSON *json, Api *api) {
    static const struct {
        SelectPart part;
        OperandRole needs;
    } needs[] = {{SELECT_PART_RECEIVE, OPERAND_CASES}, {SELECT_PART_RECEIVE, OPERAND_COUNT},
                 {SELECT_PART_SEND, OPERAND_CASES},    {SELECT_PART_SEND, OPERAND_COUNT},
                 {SELECT_PART_VALUE, OPERAND_SIZE},    {SELECT_PART_TIMEOUT, OPERAND_TIMEOUT}};
    api->select_part = (SelectPart)reader_word(reader, json, "part", WORD_SELECT_PART, SELECT_PART_NONE);
    bool is_wait = api->select_part == SELECT_PART_WAIT;
    if (is_wait != (api->event == EVENT_SELECT))
        reader_mistake(reader, "the part \"wait\" is for the role \"select\", the others for \"harmless\"");
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (needs[i].part == api->select_part && api->operands[needs[i].needs].source == SOURCE_NONE)
            reader_mistake(reader, "this part needs the operand \"%s\"", vocabulary_word(WORD_OPERAND, needs[i].needs));
    if (is_wait) give_parts(api);
}

void block_read_select(ModelReader *reader, const cJSON *json, Api *api) {
    static const char *const known[] = {"source", "choice", "default", "record", NULL};
    static const char *const known_of_part[] = {"part", "choice", NULL};
    if (!json) return;
    const char *outer = reader_enter(reader, "select");
    bool is_part = cJSON_GetObjectItemCaseSensitive(json, "part") != NULL || api->event != EVENT_SELECT;
    if (is_part && reader_check_object(reader, json, known_of_part)) {
        reader_get(reader, json, "part", true);
        api->select_choice = (SelectChoice)reader_word(reader, json, "choice", WORD_SELECT_CHOICE, SELECT_ANY_READY);
        read_part(reader, json, api);
    } else if (!is_part && reader_check_object(reader, json, known)) {
        reader_get(reader, json, "source", true);
        api->select_source =
            (SelectSource)reader_word(reader, json, "source", WORD_SELECT_SOURCE, SELECT_VARIADIC_CHANNELS);
        api->select_choice = (SelectChoice)reader_word(reader, json, "choice", WORD_SELECT_CHOICE, SELECT_ANY_READY);
        api->select_has_default = reader_flag(reader, json, "default", false);
        if (api->select_has_default) api->blocking = BLOCKING_NEVER;
        bool has_records = api->select_source == SELECT_RECORD_ARRAY || api->select_source == SELECT_RECORD_SENTINEL;
        const cJSON *record = reader_get(reader, json, "record", has_records);
        if (record && !has_records) reader_mistake(reader, "only a source of records has the key \"record\"");
        if (record) read_record(reader, record, &api->select_record);
        if (record && api->select_source == SELECT_RECORD_SENTINEL && !api->select_record.has_end) {
            reader_mistake(reader, "an array with an end mark needs \"end\" in its record");
        }
    }
    reader_leave(reader, outer);
}

void block_read_lock(ModelReader *reader, const cJSON *json, Api *api) {
    static const char *const known[] = {"mode", "recursion", "order", "blocks-proc", NULL};
    if (!json) return;
    const char *outer = reader_enter(reader, "lock");
    if (reader_check_object(reader, json, known)) {
        api->lock_mode = (LockMode)reader_word(reader, json, "mode", WORD_LOCK_MODE, LOCK_EXCLUSIVE);
        api->recursion = (Recursion)reader_word(reader, json, "recursion", WORD_RECURSION, RECURSION_BLOCKS);
        api->lock_order = (LockOrder)reader_word(reader, json, "order", WORD_LOCK_ORDER, LOCK_READERS_FIRST);
        api->blocks_proc = reader_flag(reader, json, "blocks-proc", false);
    }
    reader_leave(reader, outer);
}

// The meanings of the kinds 0, 1, …; returns how many there are.
static uint32_t read_words(ModelReader *reader, const cJSON *json, const char *key, WordKind kind, int values[4]) {
    const cJSON *list = reader_get(reader, json, key, false);
    uint32_t count = 0;
    if (list && !cJSON_IsArray(list)) reader_mistake(reader, "\"%s\" must be a list of words", key);
    for (const cJSON *item = cJSON_IsArray(list) ? list->child : NULL; item; item = item->next) {
        if (count == 4) {
            reader_mistake(reader, "\"%s\" has more than 4 kinds", key);
            break;
        }
        bool is_known = cJSON_IsString(item) && vocabulary_find(kind, item->valuestring, &values[count++]);
        if (!is_known)
            reader_mistake(reader, "\"%s\" has an unknown word (known: %s)", key, vocabulary_list(reader->arena, kind));
    }
    return count;
}

LockKinds block_read_lock_kinds(ModelReader *reader, const cJSON *json) {
    static const char *const known[] = {"place", "recursions", "orders", NULL};
    LockKinds kinds = {0};
    if (!reader_check_object(reader, json, known)) return kinds;
    kinds.has_place = reader_get(reader, json, "place", false) != NULL;
    kinds.place = reader_unsigned(reader, json, "place", 0);
    int values[4] = {0};
    kinds.recursion_count = read_words(reader, json, "recursions", WORD_RECURSION, values);
    for (uint32_t i = 0; i < kinds.recursion_count; i++) kinds.recursions[i] = (Recursion)values[i];
    kinds.order_count = read_words(reader, json, "orders", WORD_LOCK_ORDER, values);
    for (uint32_t i = 0; i < kinds.order_count; i++) kinds.orders[i] = (LockOrder)values[i];
    return kinds;
}

void block_read_property(ModelReader *reader, const cJSON *json, Api *api) {
    static const char *const known[] = {"of", "yes", "default", NULL};
    if (!json) return;
    const char *outer = reader_enter(reader, "property");
    if (reader_check_object(reader, json, known)) {
        reader_get(reader, json, "of", true);
        api->property = (Property)reader_word(reader, json, "of", WORD_PROPERTY, PROPERTY_ALL);
        api->property_value = 1;
        reader_integer(reader, json, "yes", &api->property_value);
        reader_integer(reader, json, "default", &api->property_default);
    }
    reader_leave(reader, outer);
}
