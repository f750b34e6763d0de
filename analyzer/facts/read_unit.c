// SPDX-License-Identifier: MIT
// A database may come from anywhere, so nothing in it is believed: ids must be dense, counts must agree with the
// rows that are there (nothing is allocated by a stored count), and check_unit.h looks at every reference.
#include "facts/check_unit.h"
#include "facts/store.h"

typedef struct UnitReader {
    Facts *facts;
    int64_t unit;
    Arena *arena;
    Messages *messages;
    Program *program;
    int64_t list_items; // read so far
} UnitReader;

typedef struct UnitCounts {
    int64_t files, functions, variables, exprs, apis, list_items, is_incomplete;
} UnitCounts;

// `Type` rows keyed 1, 2, 3 … into a table of the program.
#define READ_TABLE(reader, table, Type, array)                                                                         \
    do {                                                                                                               \
        RowReader rows;                                                                                                \
        bool has_row = false;                                                                                          \
        Status status = rows_open(&rows, (reader)->facts, (table), (reader)->unit, (reader)->messages);                \
        while (status == STATUS_OK) {                                                                                  \
            Type row = {0};                                                                                            \
            status = rows_next(&rows, &row, (reader)->arena, (reader)->messages, &has_row);                            \
            if (status != STATUS_OK || !has_row) break;                                                                \
            if (rows.keys[0] != (array)->count) status = facts_damaged((reader)->facts, (reader)->messages, gap);      \
            array_push((array), (reader)->arena, row);                                                                 \
        }                                                                                                              \
        rows_close(&rows);                                                                                             \
        return status;                                                                                                 \
    } while (0)

static const char gap[] = "a row is missing";
static const char stray[] = "a row belongs to nothing";

static Status read_files(UnitReader *reader) {
    READ_TABLE(reader, TABLE_FILES, SourceFile, &reader->program->files);
}

static Status read_function_heads(UnitReader *reader) {
    READ_TABLE(reader, TABLE_FUNCTIONS, Function, &reader->program->functions);
}

static Status read_variables(UnitReader *reader) {
    READ_TABLE(reader, TABLE_VARIABLES, Variable, &reader->program->variables);
}

static Status read_exprs(UnitReader *reader) {
    READ_TABLE(reader, TABLE_EXPRS, Expr, &reader->program->exprs);
}

static Status read_api_heads(UnitReader *reader) {
    READ_TABLE(reader, TABLE_APIS, Api, &reader->program->apis);
}

// Takes one row of a table whose rows belong to something read before; the row's struct is a union of them all.
typedef union PartRow {
    uint32_t id;
    SwitchCase switch_case;
    Operand operand;
    Outcome outcome;
    Node node;
} PartRow;
typedef Status (*TakePart)(UnitReader *reader, const int64_t *keys, const PartRow *row);

static Status read_parts(UnitReader *reader, TableId table, TakePart take) {
    RowReader rows;
    bool has_row = true;
    Status status = rows_open(&rows, reader->facts, table, reader->unit, reader->messages);
    while (status == STATUS_OK && has_row) {
        PartRow row = {.node = {0}};
        status = rows_next(&rows, &row, reader->arena, reader->messages, &has_row);
        if (status == STATUS_OK && has_row) status = take(reader, rows.keys, &row);
    }
    rows_close(&rows);
    return status;
}

static Status refuse(UnitReader *reader, const char *why) {
    return facts_damaged(reader->facts, reader->messages, why);
}

static Function *owner_function(UnitReader *reader, int64_t id) {
    bool is_known = id > 0 && id < reader->program->functions.count;
    return is_known ? &reader->program->functions.items[id] : NULL;
}

static Node *owner_node(UnitReader *reader, const int64_t *keys) {
    Function *function = owner_function(reader, keys[0]);
    return function && keys[1] > 0 && keys[1] < function->node_count ? &function->nodes[keys[1]] : NULL;
}

static Api *owner_api(UnitReader *reader, int64_t id) {
    return id > 0 && id < reader->program->apis.count ? &reader->program->apis.items[id] : NULL;
}

// Lists grow in powers of two from 1, whose size tells when they are full.
#define APPEND(reader, items, count, Type, item)                                                                       \
    do {                                                                                                               \
        if (((count) & ((count) - 1)) == 0) {                                                                          \
            Type *bigger = arena_new_array((reader)->arena, Type, (count) ? (count) * 2 : 1);                          \
            for (uint32_t i = 0; i < (count); i++) bigger[i] = (items)[i];                                             \
            (items) = bigger;                                                                                          \
        }                                                                                                              \
        (items)[(count)++] = (item);                                                                                   \
    } while (0)

static Status take_parameter(UnitReader *reader, const int64_t *keys, const PartRow *row) {
    Function *function = owner_function(reader, keys[0]);
    if (!function) return refuse(reader, stray);
    if (keys[1] != function->parameter_count) return refuse(reader, gap);
    APPEND(reader, function->parameters, function->parameter_count, VariableId, row->id);
    reader->list_items++;
    return STATUS_OK;
}

static Status take_argument(UnitReader *reader, const int64_t *keys, const PartRow *row) {
    Node *node = owner_node(reader, keys);
    if (!node) return refuse(reader, stray);
    if (keys[2] != node->argument_count) return refuse(reader, gap);
    APPEND(reader, node->arguments, node->argument_count, ExprId, row->id);
    reader->list_items++;
    return STATUS_OK;
}

static Status take_case(UnitReader *reader, const int64_t *keys, const PartRow *row) {
    Node *node = owner_node(reader, keys);
    if (!node) return refuse(reader, stray);
    if (keys[2] != node->case_count) return refuse(reader, gap);
    APPEND(reader, node->cases, node->case_count, SwitchCase, row->switch_case);
    reader->list_items++;
    return STATUS_OK;
}

static Status take_operand(UnitReader *reader, const int64_t *keys, const PartRow *row) {
    Api *api = owner_api(reader, keys[0]);
    if (!api || keys[1] < 0 || keys[1] >= OPERAND_ROLE_COUNT) return refuse(reader, stray);
    api->operands[keys[1]] = row->operand;
    return STATUS_OK;
}

static Status take_outcome(UnitReader *reader, const int64_t *keys, const PartRow *row) {
    Api *api = owner_api(reader, keys[0]);
    if (!api || keys[1] < 0 || keys[1] >= OUTCOME_KIND_COUNT) return refuse(reader, stray);
    api->outcomes[keys[1]] = row->outcome;
    return STATUS_OK;
}

// node_count was read with the function but is counted afresh from the rows, and compared at the end.
static Status read_nodes(UnitReader *reader);

static Status take_node(UnitReader *reader, const int64_t *keys, const PartRow *row) {
    Function *function = owner_function(reader, keys[0]);
    if (!function) return refuse(reader, stray);
    if (!function->nodes) APPEND(reader, function->nodes, function->node_count, Node, (Node){0});
    if (keys[1] != function->node_count) return refuse(reader, gap);
    APPEND(reader, function->nodes, function->node_count, Node, row->node);
    return STATUS_OK;
}

static Status read_nodes(UnitReader *reader) {
    Program *program = reader->program;
    uint32_t *expected = arena_new_array(reader->arena, uint32_t, program->functions.count);
    for (FunctionId id = 1; id < program->functions.count; id++) {
        Function *function = &program->functions.items[id];
        expected[id] = function->node_count;
        function->node_count = 0;
        if (expected[id]) APPEND(reader, function->nodes, function->node_count, Node, (Node){0});
    }
    Status status = read_parts(reader, TABLE_NODES, take_node);
    for (FunctionId id = 1; status == STATUS_OK && id < program->functions.count; id++)
        if (program_function(program, id)->node_count != expected[id]) status = refuse(reader, gap);
    return status;
}

static Status read_head(Facts *facts, int64_t unit, Messages *messages, UnitCounts *counts) {
    sqlite3_stmt *statement;
    static const char sql[] = "SELECT file_count, function_count, variable_count, expr_count, api_count, list_count,"
                              " is_incomplete FROM units WHERE id = ?1";
    Status status = facts_prepare(facts, sql, messages, &statement);
    if (status != STATUS_OK) return status;
    sqlite3_bind_int64(statement, 1, unit);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        *counts = (UnitCounts){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1),
                               sqlite3_column_int64(statement, 2), sqlite3_column_int64(statement, 3),
                               sqlite3_column_int64(statement, 4), sqlite3_column_int64(statement, 5),
                               sqlite3_column_int64(statement, 6)};
    } else if (code == SQLITE_DONE) {
        status = facts_no_unit(facts, unit, messages);
    } else {
        status = facts_fail(facts, code, messages);
    }
    sqlite3_finalize(statement);
    return status;
}

static Status check_counts(UnitReader *reader, UnitCounts counts) {
    const Program *program = reader->program;
    bool is_whole = counts.files == program->files.count - 1 && counts.functions == program->functions.count - 1 &&
                    counts.variables == program->variables.count - 1 && counts.exprs == program->exprs.count - 1 &&
                    counts.apis == program->apis.count - 1 && counts.list_items == reader->list_items;
    return is_whole ? STATUS_OK : refuse(reader, gap);
}

static Status read_everything(UnitReader *reader) {
    Status status = read_files(reader);
    if (status == STATUS_OK) status = read_function_heads(reader);
    if (status == STATUS_OK) status = read_variables(reader);
    if (status == STATUS_OK) status = read_exprs(reader);
    if (status == STATUS_OK) status = read_api_heads(reader);
    if (status == STATUS_OK) status = read_nodes(reader);
    if (status == STATUS_OK) status = read_parts(reader, TABLE_FUNCTION_PARAMETERS, take_parameter);
    if (status == STATUS_OK) status = read_parts(reader, TABLE_NODE_ARGUMENTS, take_argument);
    if (status == STATUS_OK) status = read_parts(reader, TABLE_SWITCH_CASES, take_case);
    if (status == STATUS_OK) status = read_parts(reader, TABLE_API_OPERANDS, take_operand);
    if (status == STATUS_OK) status = read_parts(reader, TABLE_API_OUTCOMES, take_outcome);
    return status;
}

Status facts_read_unit(Facts *facts, int64_t unit, Arena *arena, Messages *messages, Program **program) {
    *program = NULL;
    UnitCounts counts = {0};
    Status status = read_head(facts, unit, messages, &counts);
    if (status != STATUS_OK) return status;
    UnitReader reader = {facts, unit, arena, messages, program_create(arena), 0};
    reader.program->is_incomplete = counts.is_incomplete != 0;
    status = read_everything(&reader);
    if (status == STATUS_OK) status = check_counts(&reader, counts);
    const char *fault = status == STATUS_OK ? check_unit(reader.program) : NULL;
    if (fault) status = refuse(&reader, fault);
    if (status == STATUS_OK) *program = reader.program;
    return status;
}
