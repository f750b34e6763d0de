// SPDX-License-Identifier: MIT
#include "models/role_rule.h"

#define OBJECT ROLE_BIT(OPERAND_OBJECT)
#define MUTEX ROLE_BIT(OPERAND_MUTEX)
#define ELEMENT ROLE_BIT(OPERAND_ELEMENT)
#define CAPACITY ROLE_BIT(OPERAND_CAPACITY)
#define DELTA ROLE_BIT(OPERAND_DELTA)
#define TIMEOUT ROLE_BIT(OPERAND_TIMEOUT)
#define FUNCTION ROLE_BIT(OPERAND_FUNCTION)
#define ARGUMENT ROLE_BIT(OPERAND_ARGUMENT)
#define COUNT ROLE_BIT(OPERAND_COUNT)
#define CASES ROLE_BIT(OPERAND_CASES)
#define SEND_CASES (ROLE_BIT(OPERAND_SEND_CASES) | ROLE_BIT(OPERAND_SEND_COUNT) | ROLE_BIT(OPERAND_SEND_ELEMENTS))
#define ATTRIBUTE ROLE_BIT(OPERAND_ATTRIBUTE)
#define SIZE ROLE_BIT(OPERAND_SIZE)
#define GROUP ROLE_BIT(OPERAND_GROUP)
#define EXPECTED ROLE_BIT(OPERAND_EXPECTED)
#define ORDER ROLE_BIT(OPERAND_ORDER)
#define ANY_OPERAND ((1u << OPERAND_ROLE_COUNT) - 1)

#define CHANNELS (ROLE_BIT(OBJECT_CHANNEL) | ROLE_BIT(OBJECT_CHANNEL_PAIR))
#define LOCKS (ROLE_BIT(OBJECT_MUTEX) | ROLE_BIT(OBJECT_READ_WRITE_LOCK))
#define CONDITION ROLE_BIT(OBJECT_CONDITION)
#define SEMAPHORE ROLE_BIT(OBJECT_SEMAPHORE)
#define WAIT_GROUP ROLE_BIT(OBJECT_WAIT_GROUP)
#define TASK ROLE_BIT(OBJECT_TASK)
#define ANY_OBJECT (((1u << OBJECT_KIND_COUNT) - 1) & ~1u)

static const RoleRule rules[EVENT_KIND_COUNT] = {
    {EVENT_HARMLESS, 0, 0, ANY_OPERAND, BLOCKING_NEVER},
    {EVENT_SPAWN, TASK, 0, OBJECT | FUNCTION | ARGUMENT | COUNT | ATTRIBUTE | GROUP | SIZE, BLOCKING_NEVER},
    {EVENT_JOIN, TASK, OBJECT, ELEMENT | SIZE | TIMEOUT, BLOCKING_FOREVER},
    {EVENT_DETACH, TASK, OBJECT, 0, BLOCKING_NEVER},
    {EVENT_MAKE, ANY_OBJECT, OBJECT, CAPACITY | SIZE | ATTRIBUTE | FUNCTION | ARGUMENT | MUTEX, BLOCKING_NEVER},
    {EVENT_INIT, ANY_OBJECT, OBJECT, CAPACITY | SIZE | ATTRIBUTE | FUNCTION | MUTEX, BLOCKING_NEVER},
    {EVENT_SEND, CHANNELS, OBJECT, ELEMENT | SIZE | TIMEOUT, BLOCKING_FOREVER},
    {EVENT_RECEIVE, CHANNELS, OBJECT, ELEMENT | SIZE | TIMEOUT, BLOCKING_FOREVER},
    {EVENT_SELECT, CHANNELS, CASES, COUNT | SEND_CASES | ELEMENT | TIMEOUT, BLOCKING_FOREVER},
    {EVENT_SELECT_FETCH, CHANNELS, OBJECT, ELEMENT | SIZE, BLOCKING_NEVER},
    {EVENT_CLOSE, CHANNELS, OBJECT, ELEMENT | SIZE | TIMEOUT, BLOCKING_NEVER},
    {EVENT_QUERY_CLOSED, CHANNELS, OBJECT, 0, BLOCKING_NEVER},
    {EVENT_QUERY, ANY_OBJECT, 0, ANY_OPERAND, BLOCKING_NEVER},
    {EVENT_FREE, ANY_OBJECT, OBJECT, 0, BLOCKING_NEVER},
    {EVENT_LOCK, LOCKS, OBJECT, TIMEOUT, BLOCKING_FOREVER},
    {EVENT_UNLOCK, LOCKS, OBJECT, 0, BLOCKING_NEVER},
    {EVENT_WAIT, CONDITION, OBJECT, MUTEX | TIMEOUT, BLOCKING_FOREVER},
    {EVENT_SIGNAL, CONDITION, OBJECT, 0, BLOCKING_NEVER},
    {EVENT_BROADCAST, CONDITION, OBJECT, 0, BLOCKING_NEVER},
    {EVENT_ACQUIRE, SEMAPHORE, OBJECT, DELTA | TIMEOUT, BLOCKING_FOREVER},
    {EVENT_RELEASE, SEMAPHORE, OBJECT, DELTA, BLOCKING_NEVER},
    {EVENT_ADD, WAIT_GROUP, OBJECT | DELTA, 0, BLOCKING_NEVER},
    {EVENT_DONE, WAIT_GROUP, OBJECT, 0, BLOCKING_NEVER},
    {EVENT_WAIT_GROUP, WAIT_GROUP, OBJECT, TIMEOUT, BLOCKING_FOREVER},
    {EVENT_BARRIER, ROLE_BIT(OBJECT_BARRIER), OBJECT, TIMEOUT, BLOCKING_FOREVER},
    {EVENT_ONCE, ROLE_BIT(OBJECT_ONCE), OBJECT | FUNCTION, ARGUMENT, BLOCKING_FOREVER},
    {EVENT_SLEEP, 0, 0, TIMEOUT, BLOCKING_TIMED},
    {EVENT_YIELD, 0, 0, 0, BLOCKING_NEVER},
    {EVENT_IO, ANY_OBJECT, 0, ANY_OPERAND, BLOCKING_FOREVER},
    {EVENT_SUSPEND, TASK, 0, OBJECT | TIMEOUT, BLOCKING_FOREVER},
    {EVENT_RESUME, TASK, OBJECT, 0, BLOCKING_NEVER},
    {EVENT_CANCEL, TASK | WAIT_GROUP, OBJECT, TIMEOUT, BLOCKING_NEVER},
    {EVENT_TASK_EXIT, 0, 0, ARGUMENT, BLOCKING_NEVER},
    {EVENT_PROCESS_EXIT, 0, 0, ARGUMENT, BLOCKING_NEVER},
    {EVENT_ALLOCATE, 0, OBJECT, ELEMENT | SIZE | COUNT, BLOCKING_NEVER},
    {EVENT_FREE_MEMORY, 0, OBJECT, 0, BLOCKING_NEVER},
    {EVENT_COPY_MEMORY, 0, OBJECT | ELEMENT, SIZE, BLOCKING_NEVER},
    {EVENT_FILL_MEMORY, 0, OBJECT | DELTA | SIZE, 0, BLOCKING_NEVER},
    {EVENT_ATOMIC_LOAD, 0, OBJECT, ELEMENT | ORDER | SIZE, BLOCKING_NEVER},
    {EVENT_ATOMIC_STORE, 0, OBJECT, DELTA | ELEMENT | ORDER | SIZE, BLOCKING_NEVER},
    {EVENT_ATOMIC_UPDATE, 0, OBJECT | DELTA, ORDER | SIZE, BLOCKING_NEVER},
    {EVENT_ATOMIC_EXCHANGE, 0, OBJECT, DELTA | ELEMENT | ORDER | SIZE, BLOCKING_NEVER},
    {EVENT_ATOMIC_COMPARE_EXCHANGE, 0, OBJECT | EXPECTED, DELTA | ELEMENT | ORDER | SIZE, BLOCKING_NEVER},
    {EVENT_FENCE, 0, 0, ORDER, BLOCKING_NEVER},
    {EVENT_ATTRIBUTE, 0, 0, OBJECT | ATTRIBUTE | ELEMENT, BLOCKING_NEVER},
};

const RoleRule *role_rule(EventKind role) {
    invariant(rules[role].role == role, "the rules stand in the order of EventKind");
    return &rules[role];
}

ObjectKind role_rule_default_object(const RoleRule *rule) {
    bool is_single = rule->objects != 0 && (rule->objects & (rule->objects - 1)) == 0;
    for (int kind = 0; is_single && kind < OBJECT_KIND_COUNT; kind++) {
        if (rule->objects == ROLE_BIT(kind)) return (ObjectKind)kind;
    }
    return OBJECT_NONE;
}

static void check_operands(ModelReader *reader, const Api *api, const RoleRule *rule) {
    const char *role = vocabulary_word(WORD_ROLE, api->event);
    for (int operand = 0; operand < OPERAND_ROLE_COUNT; operand++) {
        bool is_given = api->operands[operand].source != SOURCE_NONE;
        const char *word = vocabulary_word(WORD_OPERAND, operand);
        if (!is_given && (rule->required_operands & ROLE_BIT(operand))) {
            reader_mistake(reader, "role \"%s\" needs the operand \"%s\"", role, word);
        }
        if (is_given && !((rule->required_operands | rule->optional_operands) & ROLE_BIT(operand))) {
            reader_mistake(reader, "role \"%s\" has no operand \"%s\"", role, word);
        }
    }
}

static void check_object(ModelReader *reader, const Api *api, const RoleRule *rule) {
    const char *role = vocabulary_word(WORD_ROLE, api->event);
    bool is_optional = rule->objects == 0 || api->event == EVENT_IO || api->event == EVENT_QUERY;
    if (api->object == OBJECT_NONE) {
        if (!is_optional) reader_mistake(reader, "role \"%s\" needs the key \"object\"", role);
    } else if (!(rule->objects & ROLE_BIT(api->object))) {
        reader_mistake(reader, "role \"%s\" cannot have the object \"%s\"", role,
                       vocabulary_word(WORD_OBJECT, api->object));
    }
}

static bool may_end(const Api *api, OutcomeKind kind) {
    return api->outcomes[kind].is_possible;
}

static void check_blocking(ModelReader *reader, const Api *api, const RoleRule *rule) {
    bool is_timed = api->operands[OPERAND_TIMEOUT].source != SOURCE_NONE;
    bool waits_for_others = rule->blocking == BLOCKING_FOREVER && api->event != EVENT_IO;
    if (is_timed && api->blocking == BLOCKING_NEVER && rule->blocking != BLOCKING_NEVER) {
        reader_mistake(reader, "a call with a timeout cannot have the blocking \"never\"");
    }
    if (is_timed && waits_for_others && !may_end(api, OUTCOME_TIMED_OUT)) {
        reader_mistake(reader, "a call with a timeout needs the outcome \"timed-out\"");
    }
    if (waits_for_others && api->blocking == BLOCKING_NEVER && !may_end(api, OUTCOME_WOULD_BLOCK) &&
        !may_end(api, OUTCOME_BUSY)) {
        reader_mistake(reader, "a call that never blocks needs the outcome \"would-block\" or \"busy\"");
    }
    if (api->recursion == RECURSION_FAILS && !may_end(api, OUTCOME_BUSY)) {
        reader_mistake(reader, "a lock whose recursion \"fails\" needs the outcome \"busy\": what it returns then");
    }
}

void role_rule_check(ModelReader *reader, const Api *api) {
    const RoleRule *rule = role_rule(api->event);
    check_object(reader, api, rule);
    check_operands(reader, api, rule);
    check_blocking(reader, api, rule);
}
