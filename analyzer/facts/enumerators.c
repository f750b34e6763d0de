// SPDX-License-Identifier: MIT
#include "facts/enumerators.h"

#include "base/status.h"
#include "facts/graph_rows.h"

#include <stddef.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const char *const nodes[] = {
    [NODE_NOP] = "nop",       [NODE_ASSIGN] = "assign",  [NODE_COPY] = "copy",     [NODE_ZERO] = "zero",
    [NODE_CALL] = "call",     [NODE_EVENT] = "event",    [NODE_BRANCH] = "branch", [NODE_SWITCH] = "switch",
    [NODE_RETURN] = "return", [NODE_SKIPPED] = "skipped"};
static const char *const exprs[] = {[EXPR_CONSTANT] = "constant",
                                    [EXPR_STRING] = "string",
                                    [EXPR_VARIABLE_ADDRESS] = "variable_address",
                                    [EXPR_FUNCTION_ADDRESS] = "function_address",
                                    [EXPR_FIELD] = "field",
                                    [EXPR_ELEMENT] = "element",
                                    [EXPR_LOAD] = "load",
                                    [EXPR_UNARY] = "unary",
                                    [EXPR_BINARY] = "binary",
                                    [EXPR_CONVERT] = "convert",
                                    [EXPR_OPAQUE] = "opaque"};
static const char *const operators[] = {[OPERATOR_NONE] = "",
                                        [OPERATOR_ADD] = "+",
                                        [OPERATOR_SUBTRACT] = "-",
                                        [OPERATOR_MULTIPLY] = "*",
                                        [OPERATOR_DIVIDE] = "/",
                                        [OPERATOR_REMAINDER] = "%",
                                        [OPERATOR_SHIFT_LEFT] = "<<",
                                        [OPERATOR_SHIFT_RIGHT] = ">>",
                                        [OPERATOR_AND] = "&",
                                        [OPERATOR_OR] = "|",
                                        [OPERATOR_XOR] = "^",
                                        [OPERATOR_EQUAL] = "==",
                                        [OPERATOR_NOT_EQUAL] = "!=",
                                        [OPERATOR_LESS] = "<",
                                        [OPERATOR_LESS_EQUAL] = "<=",
                                        [OPERATOR_GREATER] = ">",
                                        [OPERATOR_GREATER_EQUAL] = ">=",
                                        [OPERATOR_NEGATE] = "negate",
                                        [OPERATOR_COMPLEMENT] = "~",
                                        [OPERATOR_NOT] = "!"};
static const char *const variables[] = {
    [VARIABLE_LOCAL] = "local",   [VARIABLE_PARAMETER] = "parameter", [VARIABLE_TEMPORARY] = "temporary",
    [VARIABLE_GLOBAL] = "global", [VARIABLE_STATIC] = "static",       [VARIABLE_THREAD] = "thread"};
static const char *const types[] = {[TYPE_VOID] = "void",   [TYPE_SIGNED] = "signed",   [TYPE_UNSIGNED] = "unsigned",
                                    [TYPE_FLOAT] = "float", [TYPE_POINTER] = "pointer", [TYPE_AGGREGATE] = "aggregate"};
static const char *const operands[] = {[OPERAND_OBJECT] = "object",
                                       [OPERAND_MUTEX] = "mutex",
                                       [OPERAND_ELEMENT] = "element",
                                       [OPERAND_CAPACITY] = "capacity",
                                       [OPERAND_DELTA] = "delta",
                                       [OPERAND_TIMEOUT] = "timeout",
                                       [OPERAND_FUNCTION] = "function",
                                       [OPERAND_ARGUMENT] = "argument",
                                       [OPERAND_COUNT] = "count",
                                       [OPERAND_CASES] = "cases",
                                       [OPERAND_SEND_CASES] = "send_cases",
                                       [OPERAND_SEND_COUNT] = "send_count",
                                       [OPERAND_SEND_ELEMENTS] = "send_elements",
                                       [OPERAND_ATTRIBUTE] = "attribute",
                                       [OPERAND_SIZE] = "size",
                                       [OPERAND_GROUP] = "group",
                                       [OPERAND_EXPECTED] = "expected",
                                       [OPERAND_ORDER] = "order"};
static const char *const sources[] = {
    [SOURCE_NONE] = "none",     [SOURCE_ARGUMENT] = "argument", [SOURCE_POINTEE] = "pointee",
    [SOURCE_RESULT] = "result", [SOURCE_VARIADIC] = "variadic", [SOURCE_CONSTANT] = "constant"};
static const char *const domains[] = {[DOMAIN_NONE] = "none",
                                      [DOMAIN_PREEMPTIVE] = "preemptive",
                                      [DOMAIN_COOPERATIVE] = "cooperative",
                                      [DOMAIN_SAME_PROC] = "same_proc"};
static const char *const spawn_orders[] = {"either_first", "child_first", "parent_first"};
static const char *const spawn_styles[] = {"call", "vector", "vector_array", "call_expression"};
static const char *const blockings[] = {"never", "forever", "timed"};
static const char *const contexts[] = {"unstated", "any", "task", "interrupt", "service", "event-loop"};
static const char *const switchings[] = {"when_blocked", "possible", "always"};
static const char *const elements[] = {"none", "copied", "pointer", "result"};
static const char *const capacities[] = {"operand", "rendezvous", "unbounded"};
static const char *const select_sources[] = {"variadic_channels", "channel_array", "record_array", "record_sentinel"};
static const char *const select_choices[] = {"any_ready", "first_ready"};
static const char *const outcomes[] = {"ok",       "closed", "timed_out", "would_block",
                                       "canceled", "busy",   "refused",   "serial"};
static const char *const closes[] = {"leaves", "fails", "succeeds"};
static const char *const lock_modes[] = {"exclusive", "shared"};
static const char *const recursions[] = {"blocks", "counts", "fails"};
static const char *const lock_orders[] = {"readers_first", "writers_first", "in_turn", "alternates"};
static const char *const properties[] = {
    "all", "kind", "robust", "detached", "cancel_disabled", "cancel_asynchronous", "cancel_inline", "cleanup"};

static const char *const task_origins[] = {
    [TASK_ENTRY] = "entry", [TASK_EXPORTED] = "exported", [TASK_SPAWNED] = "spawned"};
static const char *const capacity_states[] = {
    [CAPACITY_UNKNOWN] = "unknown", [CAPACITY_KNOWN] = "known", [CAPACITY_WITHOUT_BOUND] = "unbounded"};

_Static_assert(COUNT_OF(operands) == OPERAND_ROLE_COUNT, "every operand role has a word");
_Static_assert(COUNT_OF(outcomes) == OUTCOME_KIND_COUNT, "every outcome has a word");
_Static_assert(COUNT_OF(nodes) == NODE_SKIPPED + 1, "every node kind has a word");
_Static_assert(COUNT_OF(exprs) == EXPR_OPAQUE + 1, "every expression kind has a word");

typedef struct Enumeration {
    const char *name;
    uint32_t count;
    const char *const *words;
} Enumeration;

#define LIST(name, words) {name, COUNT_OF(words), words}
static const Enumeration lists[] = {
    LIST("node", nodes),
    LIST("expr", exprs),
    LIST("operator", operators),
    LIST("variable", variables),
    LIST("type", types),
    LIST("operand", operands),
    LIST("operand_source", sources),
    LIST("domain", domains),
    LIST("spawn_order", spawn_orders),
    LIST("spawn_style", spawn_styles),
    LIST("context", contexts),
    LIST("blocking", blockings),
    LIST("switching", switchings),
    LIST("element", elements),
    LIST("capacity", capacities),
    LIST("select_source", select_sources),
    LIST("select_choice", select_choices),
    LIST("outcome", outcomes),
    LIST("close", closes),
    LIST("lock_mode", lock_modes),
    LIST("recursion", recursions),
    LIST("lock_order", lock_orders),
    LIST("property", properties),
    LIST("task_origin", task_origins),
    LIST("capacity_state", capacity_states),
};

uint32_t enumerators_count(void) {
    uint32_t total = EVENT_KIND_COUNT + OBJECT_KIND_COUNT;
    for (uint32_t i = 0; i < COUNT_OF(lists); i++) total += lists[i].count;
    return total;
}

Enumerator enumerators_get(uint32_t index) {
    if (index < EVENT_KIND_COUNT) return (Enumerator){"event", index, event_kind_name(index)};
    index -= EVENT_KIND_COUNT;
    if (index < OBJECT_KIND_COUNT) return (Enumerator){"object", index, object_kind_name(index)};
    index -= OBJECT_KIND_COUNT;
    for (uint32_t i = 0; i < COUNT_OF(lists); i++) {
        if (index < lists[i].count) return (Enumerator){lists[i].name, index, lists[i].words[index]};
        index -= lists[i].count;
    }
    invariant(false, "no such enumerator");
    return (Enumerator){0};
}
