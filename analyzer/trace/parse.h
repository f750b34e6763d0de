// SPDX-License-Identifier: MIT
// Inside of the trace room: what the parts of recording_parse share.
#pragma once
#include "trace/recording.h"

typedef ARRAY(uint32_t) IdList;

// Ids of one kind that the file uses: collected, then sorted; the index of an id is its position plus one.
typedef struct IdTable {
    IdList ids;
} IdTable;

void ids_add(IdTable *table, Arena *arena, uint32_t id);
void ids_finish(IdTable *table);
uint32_t ids_find(const IdTable *table, uint32_t id); // 0 for id 0 and for what is not there

typedef struct Parser {
    const char *path, *bytes;
    size_t size;
    const TraceHeader *header;
    Arena *arena;
    Messages *messages;
    Recording *recording;
    IdTable tasks, objects, sites, texts;
    ARRAY(const TraceRecord *) records;
    ARRAY(const TraceChunk *) event_chunks;
} Parser;

// Adds "damaged at byte N: …"; STATUS_BAD_INPUT.
Status parse_problem(Parser *parser, const void *place, const char *problem);

// Finds the records of a chunk, checks them one by one, and collects the ids that they describe.
Status parse_records(Parser *parser, const TraceChunk *chunk);

// After all ids are known: makes the tables.
void build_tables(Parser *parser);

// Checks and copies events with the file's own ids, in the order of each thread; collects the ids.
Status parse_events(Parser *parser);

// After all ids are known: ids become indices, and the events of all threads one sequence in time.
void build_events(Parser *parser);
