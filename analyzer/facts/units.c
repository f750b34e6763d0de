// SPDX-License-Identifier: MIT
#include "facts/store.h"

Status facts_list_units(Facts *facts, Arena *arena, Messages *messages, FactsUnits *units) {
    *units = (FactsUnits){0};
    sqlite3_stmt *statement;
    Status status = facts_prepare(facts, "SELECT id, path FROM units ORDER BY path", messages, &statement);
    if (status != STATUS_OK) return status;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *path = (const char *)sqlite3_column_text(statement, 1);
        FactsUnit unit = {sqlite3_column_int64(statement, 0), arena_copy_text(arena, path ? path : "")};
        array_push(units, arena, unit);
    }
    if (code != SQLITE_DONE) status = facts_fail(facts, code, messages);
    sqlite3_finalize(statement);
    return status;
}

// Old sources go, the new ones are numbered in order.
static Status replace_sources(Facts *facts, int64_t unit, const char *const *paths, uint32_t count,
                              Messages *messages) {
    sqlite3_stmt *statement;
    Status status = facts_prepare(facts, "DELETE FROM sources WHERE unit = ?1", messages, &statement);
    if (status != STATUS_OK) return status;
    sqlite3_bind_int64(statement, 1, unit);
    sqlite3_step(statement);
    int code = sqlite3_finalize(statement);
    if (code != SQLITE_OK) return facts_fail(facts, code, messages);
    status = facts_prepare(facts, "INSERT INTO sources VALUES (?1, ?2, ?3)", messages, &statement);
    for (uint32_t i = 0; status == STATUS_OK && i < count; i++) {
        sqlite3_bind_int64(statement, 1, unit);
        sqlite3_bind_int64(statement, 2, i);
        sqlite3_bind_text(statement, 3, paths[i], -1, SQLITE_STATIC);
        sqlite3_step(statement);
        code = sqlite3_reset(statement);
        if (code != SQLITE_OK) status = facts_fail(facts, code, messages);
    }
    sqlite3_finalize(statement);
    return status;
}

Status facts_write_sources(Facts *facts, int64_t unit, const char *const *paths, uint32_t count, Messages *messages) {
    Status status = facts_execute(facts, "BEGIN IMMEDIATE", messages);
    if (status != STATUS_OK) return status;
    status = replace_sources(facts, unit, paths, count, messages);
    return facts_end_transaction(facts, status, messages);
}

Status facts_list_sources(Facts *facts, int64_t unit, Arena *arena, Messages *messages, FactsPaths *paths) {
    *paths = (FactsPaths){0};
    sqlite3_stmt *statement;
    static const char sql[] = "SELECT path FROM sources WHERE unit = ?1 ORDER BY position";
    Status status = facts_prepare(facts, sql, messages, &statement);
    if (status != STATUS_OK) return status;
    sqlite3_bind_int64(statement, 1, unit);
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *path = (const char *)sqlite3_column_text(statement, 0);
        array_push(paths, arena, arena_copy_text(arena, path ? path : ""));
    }
    if (code != SQLITE_DONE) status = facts_fail(facts, code, messages);
    sqlite3_finalize(statement);
    return status;
}

const char *facts_version(Arena *arena) {
    return arena_format(arena, "SQLite %s, schema version %d", sqlite3_libversion(), FACTS_SCHEMA_VERSION);
}
