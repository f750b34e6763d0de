// SPDX-License-Identifier: MIT
#include "models/function.h"

#include "models/block.h"
#include "models/operand.h"
#include "models/role_rule.h"

#include <string.h>

void function_read_channel_rules(ModelReader *reader, const cJSON *blocks, ModelDraft *draft) {
    if (!blocks) return;
    const char *top = reader_enter(reader, "channel-rules");
    if (!cJSON_IsObject(blocks)) reader_mistake(reader, "must be an object");
    for (const cJSON *item = cJSON_IsObject(blocks) ? blocks->child : NULL; item; item = item->next) {
        const char *outer = reader_enter(reader, arena_format(reader->arena, "\"%s\"", item->string));
        if (cJSON_GetObjectItemCaseSensitive(blocks, item->string) != item) reader_mistake(reader, "stands twice");
        NamedRules named = {arena_copy_text(reader->arena, item->string), block_read_channel_rules(reader, item)};
        array_push(&draft->rules, reader->arena, named);
        reader_leave(reader, outer);
    }
    reader_leave(reader, top);
}

void function_read_lock_kinds(ModelReader *reader, const cJSON *blocks, ModelDraft *draft) {
    if (!blocks) return;
    const char *top = reader_enter(reader, "lock-kinds");
    if (!cJSON_IsObject(blocks)) reader_mistake(reader, "must be an object");
    for (const cJSON *item = cJSON_IsObject(blocks) ? blocks->child : NULL; item; item = item->next) {
        const char *outer = reader_enter(reader, arena_format(reader->arena, "\"%s\"", item->string));
        if (cJSON_GetObjectItemCaseSensitive(blocks, item->string) != item) reader_mistake(reader, "stands twice");
        NamedKinds named = {arena_copy_text(reader->arena, item->string), block_read_lock_kinds(reader, item)};
        array_push(&draft->kinds, reader->arena, named);
        reader_leave(reader, outer);
    }
    reader_leave(reader, top);
}

static void read_kinds(ModelReader *reader, const cJSON *json, const ModelDraft *draft, Api *api) {
    const char *kinds = reader_text(reader, json, "kinds", false);
    bool is_found = !kinds;
    for (uint32_t index = 0; kinds && index < draft->kinds.count; index++) {
        if (strcmp(draft->kinds.items[index].name, kinds) != 0) continue;
        api->lock_kinds = draft->kinds.items[index].kinds;
        is_found = true;
    }
    if (!is_found) reader_mistake(reader, "there are no lock-kinds \"%s\"", kinds);
}

static bool makes_channel(const Api *api) {
    return (api->event == EVENT_MAKE || api->event == EVENT_INIT) &&
           (api->object == OBJECT_CHANNEL || api->object == OBJECT_CHANNEL_PAIR);
}

static void read_channel(ModelReader *reader, const cJSON *json, const ModelDraft *draft, Api *api) {
    const char *rules = reader_text(reader, json, "rules", makes_channel(api));
    bool is_found = false;
    for (uint32_t index = 0; rules && index < draft->rules.count; index++) {
        if (strcmp(draft->rules.items[index].name, rules) != 0) continue;
        api->rules = draft->rules.items[index].rules;
        is_found = true;
    }
    if (rules && !is_found) reader_mistake(reader, "there are no channel-rules \"%s\"", rules);
    api->capacity = (CapacityKind)reader_word(reader, json, "capacity", WORD_CAPACITY, CAPACITY_OPERAND);
    bool has_operand = api->operands[OPERAND_CAPACITY].source != SOURCE_NONE;
    if (makes_channel(api) && has_operand != (api->capacity == CAPACITY_OPERAND)) {
        reader_mistake(reader, "a channel has either the operand \"capacity\" or the key \"capacity\" "
                               "(rendezvous, unbounded)");
    }
}

static void read_element(ModelReader *reader, const cJSON *json, Api *api) {
    Operand operand = api->operands[OPERAND_ELEMENT];
    bool is_passed = api->event == EVENT_SEND || api->event == EVENT_RECEIVE || api->event == EVENT_SELECT_FETCH ||
                     (api->event == EVENT_CLOSE && operand.source != SOURCE_NONE);
    reader_get(reader, json, "element", is_passed && operand.source != SOURCE_NONE);
    api->element = (ElementPassing)reader_word(reader, json, "element", WORD_ELEMENT, ELEMENT_NONE);
    if (!is_passed) return;
    if ((api->element == ELEMENT_COPIED && operand.source != SOURCE_POINTEE) ||
        (api->element == ELEMENT_POINTER && operand.source != SOURCE_ARGUMENT && operand.source != SOURCE_CONSTANT) ||
        (api->element == ELEMENT_RESULT && operand.source != SOURCE_RESULT)) {
        reader_mistake(reader, "the operand \"element\" must be \"*aN\" when copied, \"aN\" when a pointer, "
                               "\"result\" when returned");
    }
}

static void read_operation(ModelReader *reader, const cJSON *json, Api *api) {
    const char *operation = reader_text(reader, json, "operation", api->event == EVENT_ATOMIC_UPDATE);
    if (operation && (operation[1] != '\0' || !strchr("+-&|^", operation[0]))) {
        reader_mistake(reader, "unknown operation \"%s\" (known: +, -, &, |, ^)", operation);
    } else if (operation) {
        api->operation = operation[0];
    }
    api->returns_new = reader_flag(reader, json, "returns-new", false);
}

static bool is_lock_call(const Api *api) {
    bool makes_lock = (api->event == EVENT_INIT || api->event == EVENT_MAKE) &&
                      (api->object == OBJECT_MUTEX || api->object == OBJECT_READ_WRITE_LOCK);
    return api->event == EVENT_LOCK || api->event == EVENT_UNLOCK || makes_lock;
}

// Keys that only some roles can have; elsewhere they would be read and then mean nothing.
static void check_places(ModelReader *reader, const cJSON *json, const Api *api) {
    const struct {
        const char *key;
        bool is_allowed, is_required;
    } places[] = {
        {"spawn", api->event == EVENT_SPAWN, true},
        {"select", api->event == EVENT_SELECT || api->event == EVENT_HARMLESS, api->event == EVENT_SELECT},
        {"lock", is_lock_call(api), false},
        {"kinds", api->event != EVENT_UNLOCK && is_lock_call(api), false},
        {"rules", makes_channel(api), false},
        {"capacity", makes_channel(api), false},
        {"closes-one-direction", api->event == EVENT_CLOSE, false},
        {"interrupts", api->event == EVENT_CLOSE, false},
        {"drops-reference", api->event == EVENT_FREE, false},
        {"serves-all", api->event == EVENT_SEND, false},
        {"ends-task", api->event == EVENT_CANCEL, false},
        {"wakes-without-signal", api->event == EVENT_WAIT, false},
        {"add-wakes", api->event == EVENT_ADD, false},
        {"property", api->event == EVENT_ATTRIBUTE, true},
        {"operation", api->event == EVENT_ATOMIC_UPDATE, false},
        {"returns-new", api->event == EVENT_ATOMIC_UPDATE, false},
        {"registers-for", api->event == EVENT_HARMLESS, false},
    };
    for (size_t index = 0; index < sizeof places / sizeof places[0]; index++) {
        bool is_given = cJSON_GetObjectItemCaseSensitive(json, places[index].key) != NULL;
        const char *role = vocabulary_word(WORD_ROLE, api->event);
        if (is_given && !places[index].is_allowed) {
            reader_mistake(reader, "role \"%s\" has no key \"%s\"", role, places[index].key);
        } else if (!is_given && places[index].is_allowed && places[index].is_required) {
            reader_mistake(reader, "role \"%s\" needs the key \"%s\"", role, places[index].key);
        }
    }
}

static void read_blocking(ModelReader *reader, const cJSON *json, Api *api) {
    bool is_timed = api->operands[OPERAND_TIMEOUT].source != SOURCE_NONE;
    Blocking otherwise = role_rule(api->event)->blocking;
    if (is_timed && otherwise == BLOCKING_FOREVER) otherwise = BLOCKING_TIMED;
    api->blocking = (Blocking)reader_word(reader, json, "blocking", WORD_BLOCKING, (int)otherwise);
    int switching = api->event == EVENT_YIELD ? SWITCH_ALWAYS : SWITCH_WHEN_BLOCKED;
    api->switching = (Switching)reader_word(reader, json, "switching", WORD_SWITCHING, switching);
}

// "a2": 3
static void read_argument_condition(ModelReader *reader, const cJSON *item, OperandRange range, Api *api) {
    cJSON name = {.type = cJSON_String, .valuestring = item->string};
    Operand operand = operand_read(reader, &name, item->string, range);
    if (operand.source != SOURCE_ARGUMENT || api->has_condition) {
        reader_mistake(reader, "the keys must be one argument, \"aN\", or \"object\", or both");
        return;
    }
    api->has_condition = reader_integer_value(reader, item, item->string, &api->condition_value);
    api->condition_argument = operand.index;
}

// "when": {"a2": 3, "object": "mutex"}
static void read_condition(ModelReader *reader, const cJSON *json, OperandRange range, Api *api) {
    const cJSON *condition = reader_get(reader, json, "when", false);
    if (!condition) return;
    const char *outer = reader_enter(reader, "when");
    if (!cJSON_IsObject(condition) || !condition->child) reader_mistake(reader, "must be an object with a key");
    for (const cJSON *item = cJSON_IsObject(condition) ? condition->child : NULL; item; item = item->next) {
        if (strcmp(item->string, "object") == 0)
            api->condition_object = (ObjectKind)reader_word(reader, condition, "object", WORD_OBJECT, OBJECT_NONE);
        else
            read_argument_condition(reader, item, range, api);
    }
    reader_leave(reader, outer);
}

static void read_context(ModelReader *reader, const cJSON *json, Api *api) {
    api->context = (CallContext)reader_word(reader, json, "context", WORD_CONTEXT, CONTEXT_UNSTATED);
    api->registers_for = (CallContext)reader_word(reader, json, "registers-for", WORD_CONTEXT, CONTEXT_UNSTATED);
    if (api->registers_for != CONTEXT_UNSTATED && api->operands[OPERAND_FUNCTION].source == SOURCE_NONE)
        reader_mistake(reader, "\"registers-for\" needs the operand \"function\"");
}

static bool read_meaning(ModelReader *reader, const cJSON *json, const ModelDraft *draft, Api *api) {
    const char *role = reader_text(reader, json, "role", true);
    int event;
    if (!role) return false;
    if (!vocabulary_find(WORD_ROLE, role, &event)) {
        reader_mistake(reader, "unknown role \"%s\" (known: %s)", role, vocabulary_list(reader->arena, WORD_ROLE));
        return false;
    }
    api->event = (EventKind)event;
    ObjectKind object = role_rule_default_object(role_rule(api->event));
    api->object = (ObjectKind)reader_word(reader, json, "object", WORD_OBJECT, (int)object);
    reader_get(reader, json, "parameters", true);
    api->parameter_count = reader_unsigned(reader, json, "parameters", 0);
    OperandRange range = {api->parameter_count, reader_flag(reader, json, "variadic", false), false, false};
    operand_read_all(reader, reader_get(reader, json, "operands", false), range, api);
    operand_read_timeout(reader, reader_get(reader, json, "timeout", false), range, api);
    api->object_type = reader_text(reader, json, "type", false);
    api->object_size = reader_unsigned(reader, json, "type-size", 0);
    read_condition(reader, json, range, api);
    read_context(reader, json, api);
    read_blocking(reader, json, api);
    block_read_outcomes(reader, reader_get(reader, json, "outcomes", false), api);
    block_read_spawn(reader, reader_get(reader, json, "spawn", false), api);
    block_read_select(reader, reader_get(reader, json, "select", false), api);
    block_read_lock(reader, reader_get(reader, json, "lock", false), api);
    block_read_property(reader, reader_get(reader, json, "property", false), api);
    read_kinds(reader, json, draft, api);
    read_channel(reader, json, draft, api);
    read_element(reader, json, api);
    read_operation(reader, json, api);
    api->closes_one_direction = reader_flag(reader, json, "closes-one-direction", false);
    api->interrupts = reader_flag(reader, json, "interrupts", false);
    api->ends_task = reader_flag(reader, json, "ends-task", false);
    api->serves_all = reader_flag(reader, json, "serves-all", false);
    api->wakes_without_signal = reader_flag(reader, json, "wakes-without-signal", false);
    api->add_wakes = reader_flag(reader, json, "add-wakes", false);
    api->drops_reference = reader_flag(reader, json, "drops-reference", false);
    check_places(reader, json, api);
    role_rule_check(reader, api);
    return true;
}

static bool is_same_type(const char *left, const char *right) {
    return left == right || (left && right && strcmp(left, right) == 0);
}

static bool is_same_condition(const Api *left, const Api *right) {
    return left->condition_object == right->condition_object && left->has_condition == right->has_condition &&
           left->condition_argument == right->condition_argument && left->condition_value == right->condition_value;
}

static void add_function(ModelReader *reader, Api api, const char *name, ModelDraft *draft) {
    if (!reader_is_identifier(name)) reader_mistake(reader, "\"%s\" is no name of a function", name);
    for (uint32_t index = 0; index < draft->functions.count; index++) {
        const Api *other = &draft->functions.items[index];
        if (strcmp(other->function, name) == 0 && other->parameter_count == api.parameter_count &&
            is_same_type(other->object_type, api.object_type) && is_same_condition(other, &api)) {
            reader_mistake(reader, "the function \"%s\" stands twice", name);
        }
    }
    api.library = draft->library;
    api.function = name;
    array_push(&draft->functions, reader->arena, api);
}

// "static": {"type": "struct k_msgq", "members": ["max_msgs"]}
static void read_static(ModelReader *reader, const cJSON *json, ModelDraft *draft) {
    static const char *const known[] = {"type", "members", NULL};
    const cJSON *form = reader_get(reader, json, "static", false);
    if (!form) return;
    const char *outer = reader_enter(reader, "static");
    ModelStatic item = {.function = draft->functions.count - 1};
    if (reader_check_object(reader, form, known)) {
        item.type = reader_text(reader, form, "type", true);
        item.members = reader_texts(reader, form, "members", &item.member_count);
    }
    if (cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(json, "name")) || !draft->functions.count)
        reader_mistake(reader, "needs a single name");
    else if (item.type)
        array_push(&draft->statics, reader->arena, item);
    reader_leave(reader, outer);
}

static const char *first_name(const cJSON *json) {
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(json, "name");
    if (cJSON_IsArray(name)) name = name->child;
    return cJSON_IsString(name) ? name->valuestring : "?";
}

static void add_every_name(ModelReader *reader, const cJSON *json, Api *api, ModelDraft *draft) {
    const cJSON *name = reader_get(reader, json, "name", true);
    api->spelling = reader_text(reader, json, "spelling", false);
    if (cJSON_IsString(name)) {
        add_function(reader, *api, arena_copy_text(reader->arena, name->valuestring), draft);
        return;
    }
    if (name && (!cJSON_IsArray(name) || !name->child))
        reader_mistake(reader, "\"name\" must be a text or a list of texts");
    if (!cJSON_IsArray(name)) return;
    if (api->spelling) reader_mistake(reader, "\"spelling\" needs a single name");
    for (const cJSON *item = name->child; item; item = item->next) {
        if (cJSON_IsString(item)) {
            add_function(reader, *api, arena_copy_text(reader->arena, item->valuestring), draft);
        } else {
            reader_mistake(reader, "\"name\" must be a text or a list of texts");
        }
    }
}

void function_read(ModelReader *reader, const cJSON *json, uint32_t index, ModelDraft *draft) {
    static const char *const known[] = {"name",
                                        "spelling",
                                        "role",
                                        "object",
                                        "parameters",
                                        "variadic",
                                        "type",
                                        "operands",
                                        "timeout",
                                        "blocking",
                                        "switching",
                                        "outcomes",
                                        "spawn",
                                        "select",
                                        "lock",
                                        "rules",
                                        "capacity",
                                        "element",
                                        "operation",
                                        "returns-new",
                                        "closes-one-direction",
                                        "serves-all",
                                        "ends-task",
                                        "drops-reference",
                                        "kinds",
                                        "wakes-without-signal",
                                        "add-wakes",
                                        "property",
                                        "note",
                                        "when",
                                        "context",
                                        "registers-for",
                                        "interrupts",
                                        "static",
                                        "type-size",
                                        NULL};
    const char *outer =
        reader_enter(reader, arena_format(reader->arena, "functions[%u] \"%s\"", index, first_name(json)));
    Api api = {0};
    if (reader_check_object(reader, json, known)) {
        reader_text(reader, json, "note", false);
        if (read_meaning(reader, json, draft, &api)) {
            add_every_name(reader, json, &api, draft);
            read_static(reader, json, draft);
        }
    }
    reader_leave(reader, outer);
}
