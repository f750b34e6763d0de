// SPDX-License-Identifier: MIT
// The facts store: one SQLite database with the event graphs of every extracted unit and the
// communication graph drawn from them. The only room that contains SQL; schema.sql documents every
// table and column. Writers run in one transaction a unit.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "program/program.h"

typedef struct Facts Facts;

// Opens or makes the database at `path` (":memory:" for none on disk) and checks its schema version.
// A file that is not such a database, is truncated or cannot be written fails with a message.
Status facts_open(Arena *arena, const char *path, Messages *messages, Facts **facts);
void facts_close(Facts *facts);

// Stores a unit (replacing one of the same path) in one transaction. *unit is its id.
Status facts_write_unit(Facts *facts, const char *path, const Program *program, Messages *messages, int64_t *unit);

// Reads a unit back: equal to what was written, node for node, into `arena`.
Status facts_read_unit(Facts *facts, int64_t unit, Arena *arena, Messages *messages, Program **program);

// The stored units, sorted by path; everything lives in `arena`.
typedef struct FactsUnit {
    int64_t id;
    const char *path;
} FactsUnit;
typedef ARRAY(FactsUnit) FactsUnits;
Status facts_list_units(Facts *facts, Arena *arena, Messages *messages, FactsUnits *units);

// The source files that a stored unit was linked from, in their order.
typedef ARRAY(const char *) FactsPaths;
Status facts_write_sources(Facts *facts, int64_t unit, const char *const *paths, uint32_t count, Messages *messages);
Status facts_list_sources(Facts *facts, int64_t unit, Arena *arena, Messages *messages, FactsPaths *paths);

// "SQLite 3.40.1, schema version 2" for --version.
const char *facts_version(Arena *arena);

// The whole database as bytes, and back.
Status facts_serialize(Facts *facts, Arena *arena, const unsigned char **bytes, size_t *size, Messages *messages);
Status facts_deserialize(Arena *arena, const unsigned char *bytes, size_t size, Messages *messages, Facts **facts);
