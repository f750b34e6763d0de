// SPDX-License-Identifier: MIT
#include "extraction.h"

#include "wire.h"

#include <string.h>

static void put_messages(const Messages *messages, Text *output) {
    wire_put_number(output, messages->list.count);
    for (uint32_t i = 0; i < messages->list.count; i++) {
        const Message *message = &messages->list.items[i];
        wire_put_number(output, message->severity);
        wire_put_text(output, message->path);
        wire_put_number(output, message->line);
        wire_put_text(output, message->text);
    }
}

static void read_messages(WireReader *reader, Arena *arena, Messages *messages) {
    for (uint64_t count = wire_number(reader); count && !reader->is_broken; count--) {
        Severity severity = (Severity)wire_number(reader);
        const char *path = wire_text(reader, arena);
        uint32_t line = (uint32_t)wire_number(reader);
        const char *text = wire_text(reader, arena);
        if (!reader->is_broken) message_add(messages, severity, path, line, "%s", text ? text : "");
    }
}

static void put_statistics(const ExtractStatistics *statistics, Text *output) {
    wire_put_number(output, statistics->functions);
    wire_put_number(output, statistics->nodes);
    wire_put_number(output, statistics->events);
    wire_put_number(output, statistics->calls);
    wire_put_number(output, statistics->unmodelled_calls);
    wire_put_number(output, statistics->skipped.count);
    for (uint32_t i = 0; i < statistics->skipped.count; i++) {
        const SkippedConstruct *skipped = &statistics->skipped.items[i];
        wire_put_text(output, skipped->function);
        wire_put_text(output, skipped->what);
        wire_put_number(output, skipped->place.file);
        wire_put_number(output, skipped->place.line);
        wire_put_number(output, skipped->place.column);
    }
}

static void read_statistics(WireReader *reader, Arena *arena, ExtractStatistics *statistics) {
    statistics->functions = (uint32_t)wire_number(reader);
    statistics->nodes = (uint32_t)wire_number(reader);
    statistics->events = (uint32_t)wire_number(reader);
    statistics->calls = (uint32_t)wire_number(reader);
    statistics->unmodelled_calls = (uint32_t)wire_number(reader);
    for (uint64_t count = wire_number(reader); count && !reader->is_broken; count--) {
        SkippedConstruct skipped = {0};
        skipped.function = wire_text(reader, arena);
        skipped.what = wire_text(reader, arena);
        skipped.place.file = (FileId)wire_number(reader);
        skipped.place.line = (uint32_t)wire_number(reader);
        skipped.place.column = (uint32_t)wire_number(reader);
        array_push(&statistics->skipped, arena, skipped);
    }
}

typedef struct ExtractedBytes {
    int64_t unit;
    const unsigned char *bytes;
    size_t size;
} ExtractedBytes;

static Status extract(const ExtractionContext *context, const SourceUnit *unit, Arena *arena, Messages *messages,
                      ExtractStatistics *statistics, ExtractedBytes *extracted) {
    ParseRequest request = {unit->path, unit->directory, unit->flags.items, unit->flags.count, context->models};
    Program *program;
    Status status = frontend_extract(&request, arena, messages, &program, statistics);
    if (status) return status;
    Facts *facts;
    status = facts_open(arena, ":memory:", messages, &facts);
    if (status) return status;
    status = facts_write_unit(facts, unit->path, program, messages, &extracted->unit);
    if (!status) status = facts_serialize(facts, arena, &extracted->bytes, &extracted->size, messages);
    facts_close(facts);
    return status;
}

void extraction_run(void *context, uint32_t index, Text *output) {
    const ExtractionContext *extraction = context;
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    ExtractStatistics statistics = {0};
    ExtractedBytes extracted = {0};
    Status status = extract(extraction, &extraction->units[index], arena, &messages, &statistics, &extracted);
    wire_put_number(output, status);
    put_messages(&messages, output);
    put_statistics(&statistics, output);
    wire_put_number(output, (uint64_t)extracted.unit);
    wire_put_bytes(output, extracted.bytes, extracted.size);
    arena_destroy(arena);
}

static Status report_worker_end(const WorkerResult *result, const char *path, Messages *messages) {
    switch (result->end) {
    case WORKER_FINISHED: return STATUS_OK;
    case WORKER_TIMED_OUT:
        message_add(messages, SEVERITY_ERROR, path, 0,
                    "reading it took longer than --timeout allows; the file is skipped");
        return STATUS_BAD_INPUT;
    case WORKER_NOT_STARTED:
        message_add(messages, SEVERITY_ERROR, path, 0, "no process could be started to read it; the file is skipped");
        return STATUS_BAD_INPUT;
    case WORKER_CRASHED: break;
    }
    if (result->signal) {
        message_add(messages, SEVERITY_ERROR, path, 0, "reading it crashed (%s); the file is skipped",
                    strsignal(result->signal));
    } else {
        message_add(messages, SEVERITY_ERROR, path, 0, "reading it ended without a result; the file is skipped");
    }
    return STATUS_BAD_INPUT;
}

static void append_messages(const Messages *from, Messages *to) {
    for (uint32_t i = 0; i < from->list.count; i++) {
        const Message *message = &from->list.items[i];
        message_add(to, message->severity, message->path, message->line, "%s", message->text);
    }
}

Status extraction_receive(const WorkerResult *result, const SourceUnit *unit, Arena *arena, Messages *messages,
                          Extraction *extraction) {
    *extraction = (Extraction){0};
    Status status = report_worker_end(result, unit->path, messages);
    if (status) return status;
    WireReader reader = {.at = result->bytes, .end = result->bytes + result->size};
    Messages found = {.arena = arena};
    status = (Status)wire_number(&reader);
    read_messages(&reader, arena, &found);
    read_statistics(&reader, arena, &extraction->statistics);
    extraction->unit = (int64_t)wire_number(&reader);
    size_t size;
    const void *bytes = wire_bytes(&reader, &size);
    append_messages(&found, messages);
    if (status == STATUS_BAD_INPUT)
        message_add(messages, SEVERITY_ERROR, unit->path, 0, "does not parse; the file is skipped");
    if (status) return status;
    if (reader.is_broken) {
        message_add(messages, SEVERITY_ERROR, unit->path, 0,
                    "reading it ended without a whole result; the file is skipped");
        return STATUS_INTERNAL;
    }
    return facts_deserialize(arena, bytes, size, messages, &extraction->facts);
}
