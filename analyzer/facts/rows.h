// SPDX-License-Identifier: MIT
// How the stored structs map to columns: one list of members per struct, from which the SQL text (at compile
// time), the binding and the reading back are all made, so that the three cannot drift apart.
// Inside facts/ only.
#pragma once
#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum FieldKind { FIELD_U32, FIELD_U64, FIELD_I64, FIELD_BOOL, FIELD_ENUM, FIELD_CHAR, FIELD_TEXT } FieldKind;

typedef struct Field {
    FieldKind kind;
    uint32_t last; // ENUM: highest value
    size_t offset; // within the struct
} Field;

typedef enum TableId {
    TABLE_FILES,
    TABLE_FUNCTIONS,
    TABLE_FUNCTION_PARAMETERS,
    TABLE_VARIABLES,
    TABLE_EXPRS,
    TABLE_NODES,
    TABLE_NODE_ARGUMENTS,
    TABLE_SWITCH_CASES,
    TABLE_APIS,
    TABLE_API_OPERANDS,
    TABLE_API_OUTCOMES,
    TABLE_GRAPH_TASKS,
    TABLE_GRAPH_OBJECTS,
    TABLE_GRAPH_OPERATIONS,
    TABLE_GRAPH_USES,
    TABLE_GRAPH_SPAWNS,
    TABLE_GRAPH_MEETS,
    TABLE_COUNT,
    TABLE_GRAPH_FIRST = TABLE_GRAPH_TASKS
} TableId;

// A row is its unit, `key_count` integers (id; function, id; function, node, position …) and the fields.
typedef struct Table {
    const char *name;
    const char *insert;       // one row: parameters are unit, keys, fields
    const char *insert_batch; // TABLE_BATCH rows
    const char *select;       // rows of unit ?1 in key order: columns are keys, fields
    const char *remove;       // rows of unit ?1
    uint32_t key_count, field_count;
    const Field *fields;
} Table;

// Sixteen rows a statement make writing a third faster than one; more gain little.
enum { TABLE_MOST_KEYS = 3, TABLE_MOST_FIELDS = 128, TABLE_BATCH = 16 };

const Table *table_describe(TableId table);
