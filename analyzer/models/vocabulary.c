// SPDX-License-Identifier: MIT
#include "models/vocabulary.h"

#include "base/status.h"
#include "base/text.h"

#include <string.h>

typedef struct Word {
    const char *text;
    int value;
} Word;

typedef struct WordTable {
    const Word *words;
    size_t count;
} WordTable;

#define TABLE(words) {(words), sizeof(words) / sizeof(words)[0]}

static const Word role_words[] = {
    {"harmless", EVENT_HARMLESS},
    {"spawn", EVENT_SPAWN},
    {"join", EVENT_JOIN},
    {"detach", EVENT_DETACH},
    {"make", EVENT_MAKE},
    {"init", EVENT_INIT},
    {"send", EVENT_SEND},
    {"receive", EVENT_RECEIVE},
    {"select", EVENT_SELECT},
    {"select-fetch", EVENT_SELECT_FETCH},
    {"close", EVENT_CLOSE},
    {"query-closed", EVENT_QUERY_CLOSED},
    {"query", EVENT_QUERY},
    {"free", EVENT_FREE},
    {"lock", EVENT_LOCK},
    {"unlock", EVENT_UNLOCK},
    {"wait", EVENT_WAIT},
    {"signal", EVENT_SIGNAL},
    {"broadcast", EVENT_BROADCAST},
    {"acquire", EVENT_ACQUIRE},
    {"release", EVENT_RELEASE},
    {"add", EVENT_ADD},
    {"done", EVENT_DONE},
    {"wait-group-wait", EVENT_WAIT_GROUP},
    {"barrier-wait", EVENT_BARRIER},
    {"once", EVENT_ONCE},
    {"sleep", EVENT_SLEEP},
    {"yield", EVENT_YIELD},
    {"io", EVENT_IO},
    {"suspend", EVENT_SUSPEND},
    {"resume", EVENT_RESUME},
    {"cancel", EVENT_CANCEL},
    {"task-exit", EVENT_TASK_EXIT},
    {"process-exit", EVENT_PROCESS_EXIT},
    {"allocate", EVENT_ALLOCATE},
    {"free-memory", EVENT_FREE_MEMORY},
    {"copy-memory", EVENT_COPY_MEMORY},
    {"fill-memory", EVENT_FILL_MEMORY},
    {"atomic-load", EVENT_ATOMIC_LOAD},
    {"atomic-store", EVENT_ATOMIC_STORE},
    {"atomic-update", EVENT_ATOMIC_UPDATE},
    {"atomic-exchange", EVENT_ATOMIC_EXCHANGE},
    {"atomic-compare-exchange", EVENT_ATOMIC_COMPARE_EXCHANGE},
    {"fence", EVENT_FENCE},
    {"attribute", EVENT_ATTRIBUTE},
};

static const Word object_words[] = {
    {"none", OBJECT_NONE},
    {"channel", OBJECT_CHANNEL},
    {"channel-pair", OBJECT_CHANNEL_PAIR},
    {"mutex", OBJECT_MUTEX},
    {"read-write-lock", OBJECT_READ_WRITE_LOCK},
    {"condition", OBJECT_CONDITION},
    {"semaphore", OBJECT_SEMAPHORE},
    {"wait-group", OBJECT_WAIT_GROUP},
    {"barrier", OBJECT_BARRIER},
    {"once", OBJECT_ONCE},
    {"task", OBJECT_TASK},
};

static const Word operand_words[] = {
    {"object", OPERAND_OBJECT},
    {"mutex", OPERAND_MUTEX},
    {"element", OPERAND_ELEMENT},
    {"capacity", OPERAND_CAPACITY},
    {"delta", OPERAND_DELTA},
    {"timeout", OPERAND_TIMEOUT},
    {"function", OPERAND_FUNCTION},
    {"argument", OPERAND_ARGUMENT},
    {"count", OPERAND_COUNT},
    {"cases", OPERAND_CASES},
    {"send-cases", OPERAND_SEND_CASES},
    {"send-count", OPERAND_SEND_COUNT},
    {"send-elements", OPERAND_SEND_ELEMENTS},
    {"attribute", OPERAND_ATTRIBUTE},
    {"size", OPERAND_SIZE},
    {"group", OPERAND_GROUP},
    {"expected", OPERAND_EXPECTED},
    {"order", OPERAND_ORDER},
};

static const Word blocking_words[] = {
    {"never", BLOCKING_NEVER}, {"forever", BLOCKING_FOREVER}, {"timed", BLOCKING_TIMED}};
static const Word switching_words[] = {
    {"when-blocked", SWITCH_WHEN_BLOCKED}, {"possible", SWITCH_POSSIBLE}, {"always", SWITCH_ALWAYS}};
static const Word outcome_words[] = {{"ok", OUTCOME_OK},
                                     {"closed", OUTCOME_CLOSED},
                                     {"timed-out", OUTCOME_TIMED_OUT},
                                     {"would-block", OUTCOME_WOULD_BLOCK},
                                     {"canceled", OUTCOME_CANCELED},
                                     {"busy", OUTCOME_BUSY},
                                     {"refused", OUTCOME_REFUSED},
                                     {"serial", OUTCOME_SERIAL}};
static const Word element_words[] = {
    {"none", ELEMENT_NONE}, {"copied", ELEMENT_COPIED}, {"pointer", ELEMENT_POINTER}, {"result", ELEMENT_RESULT}};
static const Word capacity_words[] = {
    {"operand", CAPACITY_OPERAND}, {"rendezvous", CAPACITY_RENDEZVOUS}, {"unbounded", CAPACITY_UNBOUNDED}};
static const Word close_effect_words[] = {{"stay", CLOSE_LEAVES}, {"fail", CLOSE_FAILS}, {"succeed", CLOSE_SUCCEEDS}};
static const Word domain_words[] = {
    {"preemptive", DOMAIN_PREEMPTIVE}, {"cooperative", DOMAIN_COOPERATIVE}, {"same-proc", DOMAIN_SAME_PROC}};
static const Word spawn_order_words[] = {
    {"either", SPAWN_EITHER_FIRST}, {"child", SPAWN_CHILD_FIRST}, {"parent", SPAWN_PARENT_FIRST}};
static const Word spawn_style_words[] = {{"call", SPAWN_CALL},
                                         {"vector", SPAWN_VECTOR},
                                         {"vector-array", SPAWN_VECTOR_ARRAY},
                                         {"call-expression", SPAWN_CALL_EXPRESSION}};
static const Word select_source_words[] = {{"variadic-channels", SELECT_VARIADIC_CHANNELS},
                                           {"channel-array", SELECT_CHANNEL_ARRAY},
                                           {"record-array", SELECT_RECORD_ARRAY},
                                           {"record-sentinel", SELECT_RECORD_SENTINEL}};
static const Word select_part_words[] = {{"none", SELECT_PART_NONE},       {"begin", SELECT_PART_BEGIN},
                                         {"receive", SELECT_PART_RECEIVE}, {"send", SELECT_PART_SEND},
                                         {"timeout", SELECT_PART_TIMEOUT}, {"default", SELECT_PART_DEFAULT},
                                         {"wait", SELECT_PART_WAIT},       {"value", SELECT_PART_VALUE}};
static const Word select_choice_words[] = {{"any", SELECT_ANY_READY}, {"first", SELECT_FIRST_READY}};
static const Word lock_mode_words[] = {{"exclusive", LOCK_EXCLUSIVE}, {"shared", LOCK_SHARED}};
static const Word recursion_words[] = {
    {"blocks", RECURSION_BLOCKS}, {"counts", RECURSION_COUNTS}, {"fails", RECURSION_FAILS}};
static const Word context_words[] = {{"unstated", CONTEXT_UNSTATED}, {"any", CONTEXT_ANY},
                                     {"task", CONTEXT_TASK},         {"interrupt", CONTEXT_INTERRUPT},
                                     {"service", CONTEXT_SERVICE},   {"event-loop", CONTEXT_EVENT_LOOP}};
static const Word lock_order_words[] = {{"readers-first", LOCK_READERS_FIRST},
                                        {"writers-first", LOCK_WRITERS_FIRST},
                                        {"in-turn", LOCK_IN_TURN},
                                        {"alternates", LOCK_ALTERNATES}};
static const Word property_words[] = {{"all", PROPERTY_ALL},
                                      {"kind", PROPERTY_KIND},
                                      {"robust", PROPERTY_ROBUST},
                                      {"detached", PROPERTY_DETACHED},
                                      {"cancel-disabled", PROPERTY_CANCEL_DISABLED},
                                      {"cancel-asynchronous", PROPERTY_CANCEL_ASYNCHRONOUS},
                                      {"cancel-inline", PROPERTY_CANCEL_INLINE},
                                      {"cleanup", PROPERTY_CLEANUP}};
static const Word later_send_words[] = {{"blocks", 0}, {"fails", 1}};

static const WordTable tables[WORD_KIND_COUNT] = {
    [WORD_ROLE] = TABLE(role_words),
    [WORD_OBJECT] = TABLE(object_words),
    [WORD_OPERAND] = TABLE(operand_words),
    [WORD_BLOCKING] = TABLE(blocking_words),
    [WORD_SWITCHING] = TABLE(switching_words),
    [WORD_OUTCOME] = TABLE(outcome_words),
    [WORD_ELEMENT] = TABLE(element_words),
    [WORD_CAPACITY] = TABLE(capacity_words),
    [WORD_CLOSE_EFFECT] = TABLE(close_effect_words),
    [WORD_DOMAIN] = TABLE(domain_words),
    [WORD_SPAWN_ORDER] = TABLE(spawn_order_words),
    [WORD_SPAWN_STYLE] = TABLE(spawn_style_words),
    [WORD_SELECT_SOURCE] = TABLE(select_source_words),
    [WORD_SELECT_PART] = TABLE(select_part_words),
    [WORD_SELECT_CHOICE] = TABLE(select_choice_words),
    [WORD_LOCK_MODE] = TABLE(lock_mode_words),
    [WORD_RECURSION] = TABLE(recursion_words),
    [WORD_LATER_SEND] = TABLE(later_send_words),
    [WORD_CONTEXT] = TABLE(context_words),
    [WORD_LOCK_ORDER] = TABLE(lock_order_words),
    [WORD_PROPERTY] = TABLE(property_words),
};

bool vocabulary_find(WordKind kind, const char *text, int *value) {
    for (size_t index = 0; index < tables[kind].count; index++) {
        if (strcmp(tables[kind].words[index].text, text) == 0) {
            *value = tables[kind].words[index].value;
            return true;
        }
    }
    return false;
}

const char *vocabulary_word(WordKind kind, int value) {
    for (size_t index = 0; index < tables[kind].count; index++) {
        if (tables[kind].words[index].value == value) return tables[kind].words[index].text;
    }
    invariant(false, "every value of the vocabulary has a word");
    return "";
}

const char *vocabulary_list(Arena *arena, WordKind kind) {
    Text list = {0};
    for (size_t index = 0; index < tables[kind].count; index++) {
        text_format(&list, "%s%s", index > 0 ? ", " : "", tables[kind].words[index].text);
    }
    const char *copy = arena_copy_text(arena, text_value(&list));
    text_free(&list);
    return copy;
}
