// SPDX-License-Identifier: MIT
#include "trace/recording.h"

#include "trace/parse.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

Status parse_problem(Parser *parser, const void *place, const char *problem) {
    message_add(parser->messages, SEVERITY_ERROR, parser->path, 0, "this trace is damaged at byte %zu: %s",
                (size_t)((const char *)place - parser->bytes), problem);
    return STATUS_BAD_INPUT;
}

static Status refuse(Parser *parser, const char *problem) {
    message_add(parser->messages, SEVERITY_ERROR, parser->path, 0, "%s", problem);
    return STATUS_BAD_INPUT;
}

static Status check_identity(Parser *parser) {
    const TraceHeader *header = parser->header;
    if (!parser->size) return refuse(parser, "this file is empty");
    size_t length = parser->size < sizeof header->magic ? parser->size : sizeof header->magic;
    if (memcmp(parser->bytes, QTRACE_MAGIC, length)) return refuse(parser, "this is no .qtrace file");
    if (parser->size < offsetof(TraceHeader, header_size)) return refuse(parser, "this trace is cut off in its header");
    if (header->version != QTRACE_VERSION) {
        message_add(parser->messages, SEVERITY_ERROR, parser->path, 0,
                    "this trace has version %" PRIu32 " of the format; this chanvet reads version %d", header->version,
                    QTRACE_VERSION);
        return STATUS_BAD_INPUT;
    }
    if (parser->size < QTRACE_HEADER_SIZE) return refuse(parser, "this trace is cut off in its header");
    return STATUS_OK;
}

static Status check_header(Parser *parser) {
    const TraceHeader *header = parser->header;
    Status status = check_identity(parser);
    if (status) return status;
    if (header->command_length > sizeof header->command) return parse_problem(parser, header, "length of the command");
    uint32_t check = qtrace_check(QTRACE_CHECK_START, header, offsetof(TraceHeader, check));
    if (qtrace_check(check, header->command, header->command_length) != header->check)
        return parse_problem(parser, header, "the sum of the header is wrong");
    bool has_good_chunks = header->chunk_size >= QTRACE_CHUNK_SIZE_LEAST && header->chunk_size % 8 == 0 &&
                           header->chunk_size <= QTRACE_CHUNK_SIZE_MOST;
    if (header->header_size != QTRACE_HEADER_SIZE || !has_good_chunks)
        return parse_problem(parser, header, "a size in the header");
    bool has_clock = header->clock == QTRACE_CLOCK_NANOSECONDS || header->clock == QTRACE_CLOCK_TICKS;
    if (!has_clock || !header->ticks_per_second) return parse_problem(parser, header, "unknown clock");
    if (header->state > QTRACE_FINISHED) return parse_problem(parser, &header->state, "unknown state");
    return STATUS_OK;
}

static Status check_length(Parser *parser) {
    uint64_t wanted = QTRACE_HEADER_SIZE + (uint64_t)parser->header->chunk_count * parser->header->chunk_size;
    if (parser->size < wanted) {
        message_add(parser->messages, SEVERITY_ERROR, parser->path, 0,
                    "this trace is cut off: it has %zu of %" PRIu64 " bytes", parser->size, wanted);
        return STATUS_BAD_INPUT;
    }
    if (parser->size > wanted && parser->header->state == QTRACE_FINISHED)
        return parse_problem(parser, parser->bytes + wanted, "something was added behind its end");
    return STATUS_OK;
}

static Status parse_chunk(Parser *parser, const TraceChunk *chunk) {
    if (chunk->kind == QTRACE_CHUNK_FREE) return STATUS_OK;
    if (chunk->kind != QTRACE_CHUNK_EVENTS && chunk->kind != QTRACE_CHUNK_TABLE)
        return parse_problem(parser, chunk, "unknown kind of chunk");
    if (qtrace_check(QTRACE_CHECK_START, chunk, offsetof(TraceChunk, check)) != chunk->check)
        return parse_problem(parser, chunk, "the sum of a chunk is wrong");
    if (chunk->used < sizeof *chunk || chunk->used > parser->header->chunk_size)
        return parse_problem(parser, chunk, "a chunk is fuller than it can be");
    if (chunk->kind == QTRACE_CHUNK_TABLE) return parse_records(parser, chunk);
    array_push(&parser->event_chunks, parser->arena, chunk);
    return STATUS_OK;
}

static Status parse_chunks(Parser *parser) {
    for (uint32_t i = 0; i < parser->header->chunk_count; i++) {
        const char *place = parser->bytes + QTRACE_HEADER_SIZE + (size_t)i * parser->header->chunk_size;
        Status status = parse_chunk(parser, (const TraceChunk *)(const void *)place);
        if (status) return status;
    }
    return STATUS_OK;
}

static const char *command_text(Parser *parser) {
    const TraceHeader *header = parser->header;
    char *text = arena_copy_bytes(parser->arena, header->command, header->command_length);
    size_t length = header->command_length;
    while (length && !text[length - 1]) length--;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ') text[i] = text[i] ? '?' : ' ';
    return text;
}

static void copy_header(Parser *parser) {
    const TraceHeader *header = parser->header;
    Recording *recording = parser->recording;
    recording->command = command_text(parser);
    recording->pid = header->pid;
    recording->is_finished = header->state == QTRACE_FINISHED;
    recording->start_wall = header->start_wall;
    recording->dropped_events = header->dropped_events;
    recording->dropped_records = header->dropped_records;
}

Status recording_parse(const char *path, const char *bytes, size_t size, Arena *arena, Messages *messages,
                       Recording *recording) {
    *recording = (Recording){.arena = arena, .path = path};
    Parser parser = {.path = path,
                     .bytes = bytes,
                     .size = size,
                     .header = (const TraceHeader *)(const void *)bytes,
                     .arena = arena,
                     .messages = messages,
                     .recording = recording};
    Status status = check_header(&parser);
    if (!status) status = check_length(&parser);
    if (!status) status = parse_chunks(&parser);
    if (!status) status = parse_events(&parser);
    if (status) return status;
    copy_header(&parser);
    ids_finish(&parser.tasks);
    ids_finish(&parser.objects);
    ids_finish(&parser.sites);
    ids_finish(&parser.texts);
    build_tables(&parser);
    build_events(&parser);
    return STATUS_OK;
}

static int compare_ids(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

void ids_add(IdTable *table, Arena *arena, uint32_t id) {
    bool is_repeated = table->ids.count && table->ids.items[table->ids.count - 1] == id;
    if (id && !is_repeated) array_push(&table->ids, arena, id);
}

void ids_finish(IdTable *table) {
    if (!table->ids.count) return;
    qsort(table->ids.items, table->ids.count, sizeof *table->ids.items, compare_ids);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < table->ids.count; i++)
        if (table->ids.items[i] != table->ids.items[kept - 1]) table->ids.items[kept++] = table->ids.items[i];
    table->ids.count = kept;
}

uint32_t ids_find(const IdTable *table, uint32_t id) {
    if (!id || !table->ids.count) return 0;
    const uint32_t *found = bsearch(&id, table->ids.items, table->ids.count, sizeof *table->ids.items, compare_ids);
    return found ? (uint32_t)(found - table->ids.items) + 1 : 0;
}
