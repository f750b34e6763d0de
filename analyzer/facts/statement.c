// SPDX-License-Identifier: MIT
#include "facts/store.h"

Status facts_execute(Facts *facts, const char *sql, Messages *messages) {
    int code = sqlite3_exec(facts->connection, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? STATUS_OK : facts_fail(facts, code, messages);
}

Status facts_end_transaction(Facts *facts, Status status, Messages *messages) {
    if (status == STATUS_OK) status = facts_execute(facts, "COMMIT", messages);
    if (status != STATUS_OK) sqlite3_exec(facts->connection, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

Status facts_prepare(Facts *facts, const char *sql, Messages *messages, sqlite3_stmt **statement) {
    *statement = NULL;
    int code = sqlite3_prepare_v2(facts->connection, sql, -1, statement, NULL);
    return code == SQLITE_OK ? STATUS_OK : facts_fail(facts, code, messages);
}

Status facts_ask_integer(Facts *facts, const char *sql, int64_t argument, Messages *messages, int64_t *value) {
    sqlite3_stmt *statement;
    Status status = facts_prepare(facts, sql, messages, &statement);
    if (status != STATUS_OK) return status;
    if (sqlite3_bind_parameter_count(statement)) sqlite3_bind_int64(statement, 1, argument);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *value = sqlite3_column_int64(statement, 0);
    else if (code != SQLITE_DONE)
        status = facts_fail(facts, code, messages);
    sqlite3_finalize(statement);
    return status;
}

static void bind_text(sqlite3_stmt *statement, int at, const char *text) {
    if (text)
        sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, at);
}

static void bind_field(sqlite3_stmt *statement, int at, const Field *field, const void *row) {
    const char *from = (const char *)row + field->offset;
    switch (field->kind) {
    case FIELD_U32:
    case FIELD_ENUM: sqlite3_bind_int64(statement, at, *(const uint32_t *)(const void *)from); break;
    case FIELD_U64:
    case FIELD_I64: sqlite3_bind_int64(statement, at, *(const int64_t *)(const void *)from); break;
    case FIELD_BOOL: sqlite3_bind_int(statement, at, *(const bool *)from); break;
    case FIELD_CHAR: sqlite3_bind_int(statement, at, (unsigned char)*from); break;
    case FIELD_TEXT: bind_text(statement, at, *(const char *const *)(const void *)from); break;
    }
}

static int bind_row(sqlite3_stmt *statement, int at, const RowWriter *writer, const PendingRow *row) {
    const Table *table = table_describe(writer->table);
    sqlite3_bind_int64(statement, at++, writer->unit);
    for (uint32_t i = 0; i < table->key_count; i++) sqlite3_bind_int64(statement, at++, row->keys[i]);
    for (uint32_t i = 0; i < table->field_count; i++) bind_field(statement, at++, &table->fields[i], row->row);
    return at;
}

// Writes `count` rows with the statement in `slot`, which is for so many.
static void insert_rows(RowWriter *writer, sqlite3_stmt **slot, const char *sql, const PendingRow *rows,
                        uint32_t count) {
    if (!*slot)
        writer->code = sqlite3_prepare_v3(writer->facts->connection, sql, -1, SQLITE_PREPARE_PERSISTENT, slot, NULL);
    if (writer->code != SQLITE_OK) return;
    int at = 1;
    for (uint32_t i = 0; i < count; i++) at = bind_row(*slot, at, writer, &rows[i]);
    sqlite3_step(*slot);
    writer->code = sqlite3_reset(*slot);
}

void rows_flush(RowWriter *writer) {
    const Table *table = table_describe(writer->table);
    Facts *facts = writer->facts;
    uint32_t count = writer->pending_count;
    if (writer->code == SQLITE_OK && count == TABLE_BATCH)
        insert_rows(writer, &facts->batches[writer->table], table->insert_batch, writer->pending, count);
    else
        for (uint32_t i = 0; i < count && writer->code == SQLITE_OK; i++)
            insert_rows(writer, &facts->inserts[writer->table], table->insert, &writer->pending[i], 1);
    writer->pending_count = 0;
}

void rows_write(RowWriter *writer, TableId table, const int64_t *keys, const void *row) {
    if (writer->pending_count == TABLE_BATCH || writer->table != table) rows_flush(writer);
    writer->table = table;
    PendingRow *pending = &writer->pending[writer->pending_count++];
    for (uint32_t i = 0; i < table_describe(table)->key_count; i++) pending->keys[i] = keys[i];
    pending->row = row;
}

void rows_remove_unit(RowWriter *writer, TableId first) {
    for (TableId id = first; id < TABLE_COUNT && writer->code == SQLITE_OK; id++) {
        sqlite3_stmt *statement = NULL;
        writer->code = sqlite3_prepare_v2(writer->facts->connection, table_describe(id)->remove, -1, &statement, NULL);
        if (!statement) return;
        sqlite3_bind_int64(statement, 1, writer->unit);
        sqlite3_step(statement);
        writer->code = sqlite3_finalize(statement);
    }
}

Status rows_open(RowReader *reader, Facts *facts, TableId id, int64_t unit, Messages *messages) {
    *reader = (RowReader){.facts = facts, .table = table_describe(id)};
    Status status = facts_prepare(facts, reader->table->select, messages, &reader->statement);
    if (status == STATUS_OK) sqlite3_bind_int64(reader->statement, 1, unit);
    return status;
}

static const char *read_text(sqlite3_value *value, Arena *arena) {
    const unsigned char *text = sqlite3_value_text(value);
    return text ? arena_copy_bytes(arena, (const char *)text, (size_t)sqlite3_value_bytes(value)) : NULL;
}

// False when the column holds what the field cannot.
static bool read_field(sqlite3_value *column, const Field *field, void *row, Arena *arena) {
    char *to = (char *)row + field->offset;
    if (field->kind == FIELD_TEXT) {
        *(const char **)(void *)to = read_text(column, arena);
        return true;
    }
    if (sqlite3_value_type(column) != SQLITE_INTEGER) return false;
    int64_t value = sqlite3_value_int64(column);
    switch (field->kind) {
    case FIELD_U32: *(uint32_t *)(void *)to = (uint32_t)value; return value >= 0 && value <= UINT32_MAX;
    case FIELD_ENUM: *(uint32_t *)(void *)to = (uint32_t)value; return value >= 0 && value <= field->last;
    case FIELD_U64:
    case FIELD_I64: *(int64_t *)(void *)to = value; return true;
    case FIELD_BOOL: *(bool *)to = value == 1; return value == 0 || value == 1;
    case FIELD_CHAR: *to = (char)value; return value >= 0 && value <= UINT8_MAX;
    case FIELD_TEXT: break;
    }
    return true;
}

Status rows_next(RowReader *reader, void *row, Arena *arena, Messages *messages, bool *has_row) {
    int code = sqlite3_step(reader->statement);
    *has_row = code == SQLITE_ROW;
    if (code == SQLITE_DONE) return STATUS_OK;
    if (code != SQLITE_ROW) return facts_fail(reader->facts, code, messages);
    const Table *table = reader->table;
    int at = 0;
    for (uint32_t i = 0; i < table->key_count; i++) reader->keys[i] = sqlite3_column_int64(reader->statement, at++);
    for (uint32_t i = 0; i < table->field_count; i++)
        if (!read_field(sqlite3_column_value(reader->statement, at++), &table->fields[i], row, arena)) {
            *has_row = false;
            return facts_damaged(reader->facts, messages, table->name);
        }
    return STATUS_OK;
}

void rows_close(RowReader *reader) {
    sqlite3_finalize(reader->statement);
    reader->statement = NULL;
}
