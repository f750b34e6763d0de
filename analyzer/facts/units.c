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

const char *facts_version(Arena *arena) {
    return arena_format(arena, "SQLite %s, schema version %d", sqlite3_libversion(), FACTS_SCHEMA_VERSION);
}
