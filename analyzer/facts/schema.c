// SPDX-License-Identifier: MIT
#include "facts/enumerators.h"
#include "facts/store.h"

#include <string.h>

// schema.sql as bytes, made by CMake.
static const unsigned char schema_text[] = {
#include "facts_schema.inc"
};

static const char set_identity[] = "PRAGMA application_id=0x63687674; PRAGMA user_version=2;";
_Static_assert(FACTS_APPLICATION == 0x63687674 && FACTS_SCHEMA_VERSION == 2, "set_identity says the same");

typedef struct Identity {
    int64_t application, version, table_count;
} Identity;

static Status read_identity(Facts *facts, Messages *messages, Identity *identity) {
    *identity = (Identity){0};
    Status status = facts_ask_integer(facts, "PRAGMA application_id", 0, messages, &identity->application);
    if (status == STATUS_OK) status = facts_ask_integer(facts, "PRAGMA user_version", 0, messages, &identity->version);
    if (status == STATUS_OK)
        status = facts_ask_integer(facts, "SELECT count(*) FROM sqlite_master", 0, messages, &identity->table_count);
    return status;
}

static bool is_empty(Identity identity) {
    return identity.application == 0 && identity.version == 0 && identity.table_count == 0;
}

static Status write_enumerators(Facts *facts, Messages *messages) {
    sqlite3_stmt *statement;
    Status status = facts_prepare(facts, "INSERT INTO enumerators VALUES (?1, ?2, ?3)", messages, &statement);
    for (uint32_t i = 0; status == STATUS_OK && i < enumerators_count(); i++) {
        Enumerator word = enumerators_get(i);
        sqlite3_bind_text(statement, 1, word.enumeration, -1, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 2, word.value);
        sqlite3_bind_text(statement, 3, word.name, -1, SQLITE_STATIC);
        sqlite3_step(statement);
        int code = sqlite3_reset(statement);
        if (code != SQLITE_OK) status = facts_fail(facts, code, messages);
    }
    sqlite3_finalize(statement);
    return status;
}

// Another process may have made the schema since we looked, hence the second look under the write lock.
static Status create(Facts *facts, Messages *messages) {
    Status status = facts_execute(facts, "BEGIN IMMEDIATE", messages);
    if (status != STATUS_OK) return status;
    Identity identity;
    status = read_identity(facts, messages, &identity);
    if (status == STATUS_OK && is_empty(identity)) {
        status = facts_execute(facts, (const char *)schema_text, messages);
        if (status == STATUS_OK) status = write_enumerators(facts, messages);
        if (status == STATUS_OK) status = facts_execute(facts, set_identity, messages);
    }
    return facts_end_transaction(facts, status, messages);
}

static Status refuse_version(const Facts *facts, Messages *messages, Identity identity) {
    if (identity.application != FACTS_APPLICATION)
        message_add(messages, SEVERITY_ERROR, facts->path, 0, "this is a database of another program");
    else
        message_add(messages, SEVERITY_ERROR, facts->path, 0,
                    "the facts database has schema version %lld, this program reads version %d: make it again",
                    (long long)identity.version, FACTS_SCHEMA_VERSION);
    return STATUS_BAD_INPUT;
}

static bool is_word(sqlite3_stmt *statement, Enumerator word) {
    const char *name = (const char *)sqlite3_column_text(statement, 0);
    return name && strcmp(name, word.name) == 0;
}

// Numbers mean other words when the vocabulary has changed since the database was made.
static Status check_enumerators(Facts *facts, Messages *messages) {
    sqlite3_stmt *statement;
    static const char sql[] = "SELECT name FROM enumerators WHERE enumeration = ?1 AND value = ?2";
    Status status = facts_prepare(facts, sql, messages, &statement);
    for (uint32_t i = 0; status == STATUS_OK && i < enumerators_count(); i++) {
        Enumerator word = enumerators_get(i);
        sqlite3_bind_text(statement, 1, word.enumeration, -1, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 2, word.value);
        int code = sqlite3_step(statement);
        if (code == SQLITE_DONE || (code == SQLITE_ROW && !is_word(statement, word))) {
            message_add(messages, SEVERITY_ERROR, facts->path, 0,
                        "the facts database comes from another version of this program: make it again");
            status = STATUS_BAD_INPUT;
        } else if (code != SQLITE_ROW) {
            status = facts_fail(facts, code, messages);
        }
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return status;
}

// Writers and readers of one file do not wait for each other with a write-ahead log. Where the file system
// cannot do it the usual journal is as correct, so the answer does not matter.
static void use_write_ahead_log(Facts *facts) {
    if (*sqlite3_db_filename(facts->connection, "main"))
        sqlite3_exec(facts->connection, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
}

Status schema_create_or_check(Facts *facts, Messages *messages) {
    Identity identity;
    Status status = read_identity(facts, messages, &identity);
    if (status != STATUS_OK) return status;
    if (is_empty(identity)) {
        use_write_ahead_log(facts);
        status = create(facts, messages);
        if (status == STATUS_OK) status = read_identity(facts, messages, &identity);
        if (status != STATUS_OK) return status;
    }
    if (identity.application != FACTS_APPLICATION || identity.version != FACTS_SCHEMA_VERSION)
        return refuse_version(facts, messages, identity);
    return check_enumerators(facts, messages);
}
