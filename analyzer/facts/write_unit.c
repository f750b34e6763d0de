// SPDX-License-Identifier: MIT
#include "facts/store.h"

static const char insert_unit[] =
    "INSERT INTO units (path, file_count, function_count, variable_count, expr_count, api_count, list_count,"
    " is_incomplete) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (path) DO UPDATE SET file_count = ?2, "
    "function_count = ?3,"
    " variable_count = ?4, expr_count = ?5, api_count = ?6, list_count = ?7,"
    " is_incomplete = ?8 RETURNING id";

static void write_function_parts(RowWriter *writer, FunctionId id, const Function *function) {
    for (uint32_t i = 0; i < function->parameter_count; i++)
        rows_write(writer, TABLE_FUNCTION_PARAMETERS, (int64_t[]){id, i}, &function->parameters[i]);
    for (NodeId node = 1; node < function->node_count; node++)
        rows_write(writer, TABLE_NODES, (int64_t[]){id, node}, &function->nodes[node]);
}

static void write_node_lists(RowWriter *writer, FunctionId id, const Function *function) {
    for (NodeId at = 1; at < function->node_count; at++) {
        const Node *node = &function->nodes[at];
        for (uint32_t i = 0; i < node->argument_count; i++)
            rows_write(writer, TABLE_NODE_ARGUMENTS, (int64_t[]){id, at, i}, &node->arguments[i]);
        for (uint32_t i = 0; i < node->case_count; i++)
            rows_write(writer, TABLE_SWITCH_CASES, (int64_t[]){id, at, i}, &node->cases[i]);
    }
}

static void write_functions(RowWriter *writer, const Program *program) {
    for (FunctionId id = 1; id < program->functions.count; id++)
        rows_write(writer, TABLE_FUNCTIONS, (int64_t[]){id}, program_function(program, id));
    for (FunctionId id = 1; id < program->functions.count; id++)
        write_function_parts(writer, id, program_function(program, id));
    for (FunctionId id = 1; id < program->functions.count; id++)
        write_node_lists(writer, id, program_function(program, id));
}

static void write_api(RowWriter *writer, ApiId id, const Api *api) {
    rows_write(writer, TABLE_APIS, (int64_t[]){id}, api);
    for (uint32_t role = 0; role < OPERAND_ROLE_COUNT; role++) {
        const Operand *operand = &api->operands[role];
        if (operand->source || operand->index || operand->constant)
            rows_write(writer, TABLE_API_OPERANDS, (int64_t[]){id, role}, operand);
    }
    for (uint32_t kind = 0; kind < OUTCOME_KIND_COUNT; kind++) {
        const Outcome *outcome = &api->outcomes[kind];
        if (outcome->is_possible || outcome->has_value || outcome->value)
            rows_write(writer, TABLE_API_OUTCOMES, (int64_t[]){id, kind}, outcome);
    }
}

static void write_program(RowWriter *writer, const Program *program) {
    for (FileId id = 1; id < program->files.count; id++)
        rows_write(writer, TABLE_FILES, (int64_t[]){id}, &program->files.items[id]);
    write_functions(writer, program);
    for (VariableId id = 1; id < program->variables.count; id++)
        rows_write(writer, TABLE_VARIABLES, (int64_t[]){id}, program_variable(program, id));
    for (ExprId id = 1; id < program->exprs.count; id++)
        rows_write(writer, TABLE_EXPRS, (int64_t[]){id}, program_expr(program, id));
    for (ApiId id = 1; id < program->apis.count; id++) write_api(writer, id, program_api(program, id));
}

static int64_t count_list_items(const Program *program) {
    int64_t count = 0;
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        count += function->parameter_count;
        for (NodeId node = 1; node < function->node_count; node++)
            count += function->nodes[node].argument_count + function->nodes[node].case_count;
    }
    return count;
}

// Tables have an unused slot 0, which is not stored.
static int64_t stored(uint32_t count) {
    return count ? count - 1 : 0;
}

static Status write_head(Facts *facts, const char *path, const Program *program, Messages *messages, int64_t *unit) {
    sqlite3_stmt *statement;
    Status status = facts_prepare(facts, insert_unit, messages, &statement);
    if (status != STATUS_OK) return status;
    sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, stored(program->files.count));
    sqlite3_bind_int64(statement, 3, stored(program->functions.count));
    sqlite3_bind_int64(statement, 4, stored(program->variables.count));
    sqlite3_bind_int64(statement, 5, stored(program->exprs.count));
    sqlite3_bind_int64(statement, 6, stored(program->apis.count));
    sqlite3_bind_int64(statement, 7, count_list_items(program));
    sqlite3_bind_int(statement, 8, program->is_incomplete);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) *unit = sqlite3_column_int64(statement, 0);
    code = sqlite3_reset(statement);
    if (code != SQLITE_OK) status = facts_fail(facts, code, messages);
    sqlite3_finalize(statement);
    return status;
}

static Status write_whole_unit(Facts *facts, const char *path, const Program *program, Messages *messages,
                               int64_t *unit) {
    Status status = write_head(facts, path, program, messages, unit);
    if (status != STATUS_OK) return status;
    RowWriter writer = {.facts = facts, .unit = *unit};
    rows_remove_unit(&writer, 0);
    write_program(&writer, program);
    rows_flush(&writer);
    return writer.code == SQLITE_OK ? STATUS_OK : facts_fail(facts, writer.code, messages);
}

Status facts_write_unit(Facts *facts, const char *path, const Program *program, Messages *messages, int64_t *unit) {
    *unit = 0;
    Status status = facts_execute(facts, "BEGIN IMMEDIATE", messages);
    if (status != STATUS_OK) return status;
    status = write_whole_unit(facts, path, program, messages, unit);
    return facts_end_transaction(facts, status, messages);
}
