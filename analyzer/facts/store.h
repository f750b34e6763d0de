// SPDX-License-Identifier: MIT
// What the files of this room share: the open database, its errors, and typed rows. Values reach SQL only as bound
// parameters. Inside facts/ only.
#pragma once
#include "facts/facts.h"
#include "facts/rows.h"

#include <sqlite3.h>

enum { FACTS_APPLICATION = 0x63687674, FACTS_SCHEMA_VERSION = 2 };

struct Facts {
    sqlite3 *connection;
    const char *path;                   // for messages
    sqlite3_stmt *inserts[TABLE_COUNT]; // prepared at first use, finalised by facts_close
    sqlite3_stmt *batches[TABLE_COUNT]; // the same for TABLE_BATCH rows at once
};

// A failed SQLite call as a message and a Status. `code` is its result; the text comes from the connection.
Status facts_fail(const Facts *facts, int code, Messages *messages);

// The file's content is not what a facts database can hold.
Status facts_damaged(const Facts *facts, Messages *messages, const char *what);

// The database holds no unit of this id.
Status facts_no_unit(const Facts *facts, int64_t unit, Messages *messages);

// Commits when `status` is STATUS_OK, else rolls back; the status of both together.
Status facts_end_transaction(Facts *facts, Status status, Messages *messages);

// Runs fixed statements that take no values.
Status facts_execute(Facts *facts, const char *sql, Messages *messages);

// The caller finalises *statement; NULL on failure.
Status facts_prepare(Facts *facts, const char *sql, Messages *messages, sqlite3_stmt **statement);

// Runs a statement that yields one integer for one bound integer; *value stays as it is when there is no row.
Status facts_ask_integer(Facts *facts, const char *sql, int64_t argument, Messages *messages, int64_t *value);

// Rows going in, gathered into batches. The first failure is kept in `code` and makes every later call do nothing.
typedef struct PendingRow {
    int64_t keys[TABLE_MOST_KEYS];
    const void *row;
} PendingRow;

typedef struct RowWriter {
    Facts *facts;
    int64_t unit;
    int code;
    TableId table;
    uint32_t pending_count; // rows of `table`
    PendingRow pending[TABLE_BATCH];
} RowWriter;

// `keys` has the table's key_count entries; `row` is its struct, which must stay where it is until rows_flush.
void rows_write(RowWriter *writer, TableId table, const int64_t *keys, const void *row);
void rows_flush(RowWriter *writer);
void rows_remove_unit(RowWriter *writer, TableId first); // from table `first` on

// Rows coming out, in key order.
typedef struct RowReader {
    Facts *facts;
    const Table *table;
    sqlite3_stmt *statement;
    int64_t keys[TABLE_MOST_KEYS];
} RowReader;

Status rows_open(RowReader *reader, Facts *facts, TableId table, int64_t unit, Messages *messages);
// *has_row is false at the end. Fills keys and the struct at `row`, whose texts are copied into `arena`.
Status rows_next(RowReader *reader, void *row, Arena *arena, Messages *messages, bool *has_row);
void rows_close(RowReader *reader);

// Makes the schema in an empty database, or checks that the database is one of this program's version.
Status schema_create_or_check(Facts *facts, Messages *messages);

// Whether `header`, the first bytes of `size` bytes in all, can start a database; else a message.
enum { IMAGE_HEADER = 100 };
Status image_check(const char *path, const unsigned char *header, size_t length, uint64_t size, Messages *messages);
