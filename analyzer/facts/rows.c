// SPDX-License-Identifier: MIT
#include "facts/rows.h"

#include "facts/graph_rows.h"

// X(kind, last enumerator, Struct, member, column)
#define PLACE(X, S, member, file_column, line_column, byte_column)                                                     \
    X(U32, 0, S, member.file, file_column)                                                                             \
    X(U32, 0, S, member.line, line_column)                                                                             \
    X(U32, 0, S, member.column, byte_column)

#define TYPE(X, S, member, prefix)                                                                                     \
    X(ENUM, TYPE_AGGREGATE, S, member.kind, prefix "_kind")                                                            \
    X(BOOL, 0, S, member.is_atomic, prefix "_is_atomic")                                                               \
    X(BOOL, 0, S, member.is_volatile, prefix "_is_volatile")                                                           \
    X(U64, 0, S, member.size, prefix "_size")

#define FILE_FIELDS(X) X(TEXT, 0, SourceFile, path, "path") X(BOOL, 0, SourceFile, is_system, "is_system")

#define FUNCTION_FIELDS(X)                                                                                             \
    X(TEXT, 0, Function, name, "name")                                                                                 \
    X(TEXT, 0, Function, symbol, "symbol")                                                                             \
    PLACE(X, Function, place, "file", "line", "column_number")                                                         \
    PLACE(X, Function, end, "end_file", "end_line", "end_column")                                                      \
    TYPE(X, Function, result_type, "result")                                                                           \
    X(BOOL, 0, Function, is_defined, "is_defined")                                                                     \
    X(BOOL, 0, Function, is_exported, "is_exported")                                                                   \
    X(BOOL, 0, Function, is_noreturn, "is_noreturn")                                                                   \
    X(BOOL, 0, Function, is_variadic, "is_variadic")                                                                   \
    X(BOOL, 0, Function, is_address_taken, "is_address_taken")                                                         \
    X(BOOL, 0, Function, is_system, "is_system")                                                                       \
    X(BOOL, 0, Function, is_entry, "is_entry")                                                                         \
    X(BOOL, 0, Function, is_initialiser, "is_initialiser")                                                             \
    X(U32, 0, Function, node_count, "node_count")                                                                      \
    X(U32, 0, Function, entry, "entry")                                                                                \
    X(U32, 0, Function, skipped_count, "skipped_count")

#define VARIABLE_FIELDS(X)                                                                                             \
    X(TEXT, 0, Variable, name, "name")                                                                                 \
    X(TEXT, 0, Variable, symbol, "symbol")                                                                             \
    X(ENUM, VARIABLE_THREAD, Variable, kind, "kind")                                                                   \
    X(U32, 0, Variable, function, "function")                                                                          \
    TYPE(X, Variable, type, "type")                                                                                    \
    X(TEXT, 0, Variable, type_name, "type_name")                                                                       \
    X(U64, 0, Variable, size, "size")                                                                                  \
    X(BOOL, 0, Variable, is_address_taken, "is_address_taken")                                                         \
    X(BOOL, 0, Variable, is_external, "is_external")                                                                   \
    X(BOOL, 0, Variable, is_exported, "is_exported")                                                                   \
    PLACE(X, Variable, place, "file", "line", "column_number")

#define EXPR_FIELDS(X)                                                                                                 \
    X(ENUM, EXPR_OPAQUE, Expr, kind, "kind")                                                                           \
    X(ENUM, OPERATOR_NOT, Expr, operator_, "operator")                                                                 \
    TYPE(X, Expr, type, "type")                                                                                        \
    X(U32, 0, Expr, left, "left_expr")                                                                                 \
    X(U32, 0, Expr, right, "right_expr")                                                                               \
    X(I64, 0, Expr, constant, "constant")                                                                              \
    X(U32, 0, Expr, reference, "reference")                                                                            \
    X(TEXT, 0, Expr, name, "name")                                                                                     \
    PLACE(X, Expr, place, "file", "line", "column_number")

#define NODE_FIELDS(X)                                                                                                 \
    X(ENUM, NODE_SKIPPED, Node, kind, "kind")                                                                          \
    PLACE(X, Node, place, "file", "line", "column_number")                                                             \
    PLACE(X, Node, macro_place, "macro_file", "macro_line", "macro_column")                                            \
    X(U32, 0, Node, next, "next")                                                                                      \
    X(U32, 0, Node, otherwise, "otherwise")                                                                            \
    X(U32, 0, Node, target, "target")                                                                                  \
    X(U32, 0, Node, value, "value")                                                                                    \
    TYPE(X, Node, type, "type")                                                                                        \
    X(U64, 0, Node, size, "size")                                                                                      \
    X(U32, 0, Node, api, "api")                                                                                        \
    X(U32, 0, Node, callee, "callee")                                                                                  \
    X(U32, 0, Node, result, "result")                                                                                  \
    X(BOOL, 0, Node, is_loop_head, "is_loop_head")                                                                     \
    X(TEXT, 0, Node, text, "text")

#define CASE_FIELDS(X)                                                                                                 \
    X(I64, 0, SwitchCase, low, "low")                                                                                  \
    X(I64, 0, SwitchCase, high, "high")                                                                                \
    X(U32, 0, SwitchCase, next, "next")

// Lists whose items are plain ids.
typedef struct IdItem {
    uint32_t id;
} IdItem;
#define PARAMETER_FIELDS(X) X(U32, 0, IdItem, id, "variable")
#define ARGUMENT_FIELDS(X) X(U32, 0, IdItem, id, "expr")

#define RULES(X)                                                                                                       \
    X(BOOL, 0, Api, rules.is_closable, "is_closable")                                                                  \
    X(ENUM, CLOSE_SUCCEEDS, Api, rules.blocked_receivers, "blocked_receivers")                                         \
    X(ENUM, CLOSE_SUCCEEDS, Api, rules.blocked_senders, "blocked_senders")                                             \
    X(ENUM, CLOSE_SUCCEEDS, Api, rules.blocked_buffered_receivers, "blocked_buffered_receivers")                       \
    X(ENUM, CLOSE_SUCCEEDS, Api, rules.blocked_buffered_senders, "blocked_buffered_senders")                           \
    X(BOOL, 0, Api, rules.drains, "drains")                                                                            \
    X(BOOL, 0, Api, rules.later_send_fails, "later_send_fails")                                                        \
    X(BOOL, 0, Api, rules.select_sees_close, "select_sees_close")                                                      \
    X(BOOL, 0, Api, rules.close_needs_both, "close_needs_both")

#define RECORD(X)                                                                                                      \
    X(U32, 0, Api, select_record.size, "record_size")                                                                  \
    X(U32, 0, Api, select_record.channel_offset, "record_channel_offset")                                              \
    X(U32, 0, Api, select_record.operation_offset, "record_operation_offset")                                          \
    X(U32, 0, Api, select_record.element_offset, "record_element_offset")                                              \
    X(I64, 0, Api, select_record.send_code, "record_send_code")                                                        \
    X(I64, 0, Api, select_record.receive_code, "record_receive_code")                                                  \
    X(I64, 0, Api, select_record.skip_code, "record_skip_code")                                                        \
    X(I64, 0, Api, select_record.end_code, "record_end_code")                                                          \
    X(I64, 0, Api, select_record.end_default_code, "record_end_default_code")                                          \
    X(BOOL, 0, Api, select_record.has_skip, "record_has_skip")                                                         \
    X(BOOL, 0, Api, select_record.has_end, "record_has_end")                                                           \
    X(BOOL, 0, Api, select_record.has_end_default, "record_has_end_default")

#define KINDS(X)                                                                                                       \
    X(BOOL, 0, Api, lock_kinds.has_place, "kind_has_place")                                                            \
    X(U32, 0, Api, lock_kinds.place, "kind_place")                                                                     \
    X(ENUM, 4, Api, lock_kinds.recursion_count, "kind_recursions")                                                     \
    X(ENUM, 4, Api, lock_kinds.order_count, "kind_orders")                                                             \
    X(ENUM, RECURSION_FAILS, Api, lock_kinds.recursions[0], "kind_0_recursion")                                        \
    X(ENUM, RECURSION_FAILS, Api, lock_kinds.recursions[1], "kind_1_recursion")                                        \
    X(ENUM, RECURSION_FAILS, Api, lock_kinds.recursions[2], "kind_2_recursion")                                        \
    X(ENUM, RECURSION_FAILS, Api, lock_kinds.recursions[3], "kind_3_recursion")                                        \
    X(ENUM, LOCK_ALTERNATES, Api, lock_kinds.orders[0], "kind_0_order")                                                \
    X(ENUM, LOCK_ALTERNATES, Api, lock_kinds.orders[1], "kind_1_order")                                                \
    X(ENUM, LOCK_ALTERNATES, Api, lock_kinds.orders[2], "kind_2_order")                                                \
    X(ENUM, LOCK_ALTERNATES, Api, lock_kinds.orders[3], "kind_3_order")

#define API_FIELDS(X)                                                                                                  \
    X(TEXT, 0, Api, library, "library")                                                                                \
    X(TEXT, 0, Api, function, "function")                                                                              \
    X(TEXT, 0, Api, spelling, "spelling")                                                                              \
    X(ENUM, EVENT_KIND_COUNT - 1, Api, event, "event")                                                                 \
    X(ENUM, OBJECT_KIND_COUNT - 1, Api, object, "object")                                                              \
    X(U32, 0, Api, parameter_count, "parameter_count")                                                                 \
    X(TEXT, 0, Api, object_type, "object_type")                                                                        \
    X(ENUM, OBJECT_KIND_COUNT - 1, Api, condition_object, "condition_object")                                          \
    X(BOOL, 0, Api, has_condition, "has_condition")                                                                    \
    X(U32, 0, Api, condition_argument, "condition_argument")                                                           \
    X(I64, 0, Api, condition_value, "condition_value")                                                                 \
    X(ENUM, CONTEXT_EVENT_LOOP, Api, context, "context")                                                               \
    X(ENUM, CONTEXT_EVENT_LOOP, Api, registers_for, "registers_for")                                                   \
    X(U32, 0, Api, spawn_parameter, "spawn_parameter")                                                                 \
    X(ENUM, BLOCKING_TIMED, Api, blocking, "blocking")                                                                 \
    X(BOOL, 0, Api, has_forever, "has_forever")                                                                        \
    X(BOOL, 0, Api, has_try, "has_try")                                                                                \
    X(I64, 0, Api, forever_value, "forever_value")                                                                     \
    X(I64, 0, Api, try_value, "try_value")                                                                             \
    X(ENUM, SWITCH_ALWAYS, Api, switching, "switching")                                                                \
    X(ENUM, DOMAIN_SAME_PROC, Api, domain, "domain")                                                                   \
    X(ENUM, SPAWN_PARENT_FIRST, Api, spawn_order, "spawn_order")                                                       \
    X(ENUM, SPAWN_CALL_EXPRESSION, Api, spawn_style, "spawn_style")                                                    \
    X(BOOL, 0, Api, waits_for_all_outside, "waits_for_all_outside")                                                    \
    X(ENUM, CAPACITY_UNBOUNDED, Api, capacity, "capacity")                                                             \
    X(ENUM, ELEMENT_RESULT, Api, element, "element")                                                                   \
    RULES(X)                                                                                                           \
    X(BOOL, 0, Api, closes_one_direction, "closes_one_direction")                                                      \
    X(BOOL, 0, Api, interrupts, "interrupts")                                                                          \
    X(BOOL, 0, Api, serves_all, "serves_all")                                                                          \
    X(BOOL, 0, Api, ends_task, "ends_task")                                                                            \
    X(BOOL, 0, Api, drops_reference, "drops_reference")                                                                \
    X(ENUM, SELECT_RECORD_SENTINEL, Api, select_source, "select_source")                                               \
    X(ENUM, SELECT_FIRST_READY, Api, select_choice, "select_choice")                                                   \
    RECORD(X)                                                                                                          \
    X(BOOL, 0, Api, select_has_default, "select_has_default")                                                          \
    X(ENUM, LOCK_SHARED, Api, lock_mode, "lock_mode")                                                                  \
    X(ENUM, RECURSION_FAILS, Api, recursion, "recursion")                                                              \
    X(ENUM, LOCK_ALTERNATES, Api, lock_order, "lock_order")                                                            \
    KINDS(X)                                                                                                           \
    X(BOOL, 0, Api, wakes_without_signal, "wakes_without_signal")                                                      \
    X(BOOL, 0, Api, add_wakes, "add_wakes")                                                                            \
    X(ENUM, PROPERTY_CLEANUP, Api, property, "property")                                                               \
    X(I64, 0, Api, property_value, "property_value")                                                                   \
    X(I64, 0, Api, property_default, "property_default")                                                               \
    X(BOOL, 0, Api, blocks_proc, "blocks_proc")                                                                        \
    X(CHAR, 0, Api, operation, "operation")                                                                            \
    X(BOOL, 0, Api, returns_new, "returns_new")

#define OPERAND_FIELDS(X)                                                                                              \
    X(ENUM, SOURCE_CONSTANT, Operand, source, "source")                                                                \
    X(U32, 0, Operand, index, "position")                                                                              \
    X(I64, 0, Operand, constant, "constant")

#define OUTCOME_FIELDS(X)                                                                                              \
    X(BOOL, 0, Outcome, is_possible, "is_possible")                                                                    \
    X(BOOL, 0, Outcome, has_value, "has_value")                                                                        \
    X(I64, 0, Outcome, value, "value")

#define GRAPH_TASK_FIELDS(X)                                                                                           \
    X(TEXT, 0, GraphTask, name, "name")                                                                                \
    X(ENUM, TASK_SPAWNED, GraphTask, origin, "origin")                                                                 \
    X(U32, 0, GraphTask, entry, "entry")                                                                               \
    X(U32, 0, GraphTask, spawn_function, "spawn_function")                                                             \
    X(U32, 0, GraphTask, spawn_node, "spawn_node")                                                                     \
    PLACE(X, GraphTask, place, "file", "line", "column_number")                                                        \
    X(BOOL, 0, GraphTask, is_many, "is_many")                                                                          \
    X(ENUM, DOMAIN_SAME_PROC, GraphTask, domain, "domain")                                                             \
    X(U32, 0, GraphTask, scope, "scope")

#define GRAPH_OBJECT_FIELDS(X)                                                                                         \
    X(TEXT, 0, GraphObject, name, "name")                                                                              \
    X(ENUM, OBJECT_KIND_COUNT - 1, GraphObject, kind, "kind")                                                          \
    X(U32, 0, GraphObject, site, "site")                                                                               \
    X(I64, 0, GraphObject, offset, "byte_offset")                                                                      \
    X(U32, 0, GraphObject, variable, "variable")                                                                       \
    X(U32, 0, GraphObject, function, "function")                                                                       \
    X(U32, 0, GraphObject, node, "node")                                                                               \
    PLACE(X, GraphObject, place, "file", "line", "column_number")                                                      \
    X(ENUM, CAPACITY_WITHOUT_BOUND, GraphObject, capacity_state, "capacity_kind")                                      \
    X(I64, 0, GraphObject, capacity, "capacity")                                                                       \
    X(BOOL, 0, GraphObject, is_single, "is_single")                                                                    \
    X(BOOL, 0, GraphObject, is_escaped, "is_escaped")                                                                  \
    X(U32, 0, GraphObject, scope, "scope")

#define GRAPH_OPERATION_FIELDS(X)                                                                                      \
    X(U32, 0, GraphOperation, task, "task")                                                                            \
    X(U32, 0, GraphOperation, function, "function")                                                                    \
    X(U32, 0, GraphOperation, node, "node")                                                                            \
    X(ENUM, EVENT_KIND_COUNT - 1, GraphOperation, kind, "kind")                                                        \
    X(BOOL, 0, GraphOperation, is_case, "is_case")                                                                     \
    X(ENUM, BLOCKING_TIMED, GraphOperation, blocking, "blocking")                                                      \
    X(BOOL, 0, GraphOperation, has_unknown, "has_unknown")                                                             \
    PLACE(X, GraphOperation, place, "file", "line", "column_number")                                                   \
    X(TEXT, 0, GraphOperation, text, "text")

// Rows that are all key.
#define NO_FIELDS(X)

#define AS_COLUMN(kind, last, S, member, column) ", " column
#define AS_MARK(kind, last, S, member, column) ", ?"
#define AS_FIELD(kind, last, S, member, column) {FIELD_##kind, last, offsetof(S, member)},

// `keys` is the list of key columns, `marks` one ", ?" for each.
#define TIMES_4(row) row ", " row ", " row ", " row
#define TIMES_4_AGAIN(row) row ", " row ", " row ", " row
#define ROW(marks, FIELDS) "(?" marks FIELDS(AS_MARK) ")"
#define INSERT(table, keys, FIELDS) "INSERT INTO " table " (unit, " keys FIELDS(AS_COLUMN) ") VALUES "
#define STATEMENTS(table, keys, marks, key_total, FIELDS)                                                              \
    .name = table, .insert = INSERT(table, keys, FIELDS) ROW(marks, FIELDS),                                           \
    .insert_batch = INSERT(table, keys, FIELDS) TIMES_4(TIMES_4_AGAIN(ROW(marks, FIELDS))),                            \
    .select = "SELECT " keys FIELDS(AS_COLUMN) " FROM " table " WHERE unit = ?1 ORDER BY " keys,                       \
    .remove = "DELETE FROM " table " WHERE unit = ?1", .key_count = key_total
#define TABLE(table, keys, marks, key_total, FIELDS)                                                                   \
    {                                                                                                                  \
        STATEMENTS(table, keys, marks, key_total, FIELDS),                                                             \
            .field_count = sizeof((const Field[]){FIELDS(AS_FIELD)}) / sizeof(Field), .fields = (const Field[]) {      \
            FIELDS(AS_FIELD)                                                                                           \
        }                                                                                                              \
    }
#define KEYS_ONLY(table, keys, marks, key_total) {STATEMENTS(table, keys, marks, key_total, NO_FIELDS)}
_Static_assert(TABLE_BATCH == 4 * 4, "insert_batch has as many rows");
_Static_assert(sizeof((const Field[]){API_FIELDS(AS_FIELD)}) / sizeof(Field) <= TABLE_MOST_FIELDS,
               "the widest table's fields fit");

static const Table tables[TABLE_COUNT] = {
    [TABLE_FILES] = TABLE("files", "id", ", ?", 1, FILE_FIELDS),
    [TABLE_FUNCTIONS] = TABLE("functions", "id", ", ?", 1, FUNCTION_FIELDS),
    [TABLE_FUNCTION_PARAMETERS] = TABLE("function_parameters", "function, position", ", ?, ?", 2, PARAMETER_FIELDS),
    [TABLE_VARIABLES] = TABLE("variables", "id", ", ?", 1, VARIABLE_FIELDS),
    [TABLE_EXPRS] = TABLE("exprs", "id", ", ?", 1, EXPR_FIELDS),
    [TABLE_NODES] = TABLE("nodes", "function, id", ", ?, ?", 2, NODE_FIELDS),
    [TABLE_NODE_ARGUMENTS] = TABLE("node_arguments", "function, node, position", ", ?, ?, ?", 3, ARGUMENT_FIELDS),
    [TABLE_SWITCH_CASES] = TABLE("switch_cases", "function, node, position", ", ?, ?, ?", 3, CASE_FIELDS),
    [TABLE_APIS] = TABLE("apis", "id", ", ?", 1, API_FIELDS),
    [TABLE_API_OPERANDS] = TABLE("api_operands", "api, role", ", ?, ?", 2, OPERAND_FIELDS),
    [TABLE_GRAPH_TASKS] = TABLE("graph_tasks", "id", ", ?", 1, GRAPH_TASK_FIELDS),
    [TABLE_GRAPH_OBJECTS] = TABLE("graph_objects", "id", ", ?", 1, GRAPH_OBJECT_FIELDS),
    [TABLE_GRAPH_OPERATIONS] = TABLE("graph_operations", "id", ", ?", 1, GRAPH_OPERATION_FIELDS),
    [TABLE_GRAPH_USES] = KEYS_ONLY("graph_uses", "operation, role, object", ", ?, ?, ?", 3),
    [TABLE_GRAPH_SPAWNS] = KEYS_ONLY("graph_spawns", "spawner, spawned", ", ?, ?", 2),
    [TABLE_GRAPH_MEETS] = KEYS_ONLY("graph_meets", "giver, taker, object", ", ?, ?, ?", 3),
    [TABLE_API_OUTCOMES] = TABLE("api_outcomes", "api, kind", ", ?, ?", 2, OUTCOME_FIELDS),
};

const Table *table_describe(TableId table) {
    return &tables[table];
}
