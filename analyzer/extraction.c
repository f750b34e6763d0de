// SPDX-License-Identifier: MIT
#include "extraction.h"

#include "facts/pack.h"
#include "facts/seal.h"
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
        reader->is_broken |= severity > SEVERITY_ERROR;
        if (!reader->is_broken) message_add(messages, severity, path, line, "%s", text ? text : "");
    }
}

static void put_statistics(const ExtractStatistics *statistics, const Program *program, Text *output) {
    wire_put_number(output, statistics->functions);
    wire_put_number(output, statistics->nodes);
    wire_put_number(output, statistics->events);
    wire_put_number(output, statistics->calls);
    wire_put_number(output, statistics->unmodelled_calls);
    uint32_t count = program ? statistics->skipped.count : 0;
    wire_put_number(output, count);
    for (uint32_t i = 0; i < count; i++) {
        const SkippedConstruct *skipped = &statistics->skipped.items[i];
        wire_put_text(output, skipped->function);
        wire_put_text(output, skipped->what);
        wire_put_text(output, program_path(program, skipped->place));
        wire_put_number(output, skipped->place.line);
    }
}

static void read_statistics(WireReader *reader, Arena *arena, UnitStatistics *statistics) {
    statistics->functions = (uint32_t)wire_number(reader);
    statistics->nodes = (uint32_t)wire_number(reader);
    statistics->events = (uint32_t)wire_number(reader);
    statistics->calls = (uint32_t)wire_number(reader);
    statistics->unmodelled_calls = (uint32_t)wire_number(reader);
    for (uint64_t count = wire_number(reader); count && !reader->is_broken; count--) {
        SkippedNote skipped = {0};
        skipped.function = wire_text(reader, arena);
        skipped.what = wire_text(reader, arena);
        skipped.path = wire_text(reader, arena);
        skipped.line = (uint32_t)wire_number(reader);
        reader->is_broken |= !skipped.function || !skipped.what;
        if (!reader->is_broken) array_push(&statistics->skipped, arena, skipped);
    }
}

Status extraction_of_unit(const SourceUnit *unit, const ModelSet *models, Text *output) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    ExtractStatistics statistics = {0};
    Program *program = NULL;
    ParseRequest request = {unit->path, unit->directory, unit->flags.items, unit->flags.count, models};
    Status status = frontend_extract(&request, arena, &messages, &program, &statistics);
    Text payload = {0}, packed = {0};
    wire_put_number(&payload, status);
    wire_put_text(&payload, unit->path);
    put_messages(&messages, &payload);
    put_statistics(&statistics, program, &payload);
    if (program) facts_pack(program, &packed);
    wire_put_bytes(&payload, text_value(&packed), packed.length);
    seal_put(SEAL_UNIT, text_value(&payload), payload.length, output);
    text_free(&packed);
    text_free(&payload);
    arena_destroy(arena);
    return status;
}

void extraction_run(void *context, uint32_t index, Text *output) {
    const ExtractionContext *extraction = context;
    extraction_of_unit(&extraction->units[index], extraction->models, output);
}

Status extraction_read(const char *name, const void *bytes, size_t size, Arena *arena, Messages *messages,
                       Extraction *extraction) {
    *extraction = (Extraction){.messages = {.arena = arena}};
    const unsigned char *payload;
    size_t payload_size;
    Status status = seal_open(SEAL_UNIT, name, bytes, size, messages, &payload, &payload_size);
    if (status) return status;
    WireReader reader = {.at = (const char *)payload, .end = (const char *)payload + payload_size};
    extraction->status = (Status)wire_number(&reader);
    extraction->path = wire_text(&reader, arena);
    read_messages(&reader, arena, &extraction->messages);
    read_statistics(&reader, arena, &extraction->statistics);
    extraction->packed = wire_bytes(&reader, &extraction->packed_size);
    bool is_whole = !reader.is_broken && reader.at == reader.end && extraction->status <= STATUS_INTERNAL;
    if (is_whole && extraction->path && !extraction->status == (extraction->packed_size > 0)) return STATUS_OK;
    message_add(messages, SEVERITY_ERROR, name, 0, "the facts file is damaged");
    return STATUS_BAD_INPUT;
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

void messages_append(const Messages *from, Messages *to) {
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
    Messages faults = {.arena = arena};
    if (extraction_read(unit->path, result->bytes, result->size, arena, &faults, extraction)) {
        message_add(messages, SEVERITY_ERROR, unit->path, 0,
                    "reading it ended without a whole result; the file is skipped");
        return STATUS_INTERNAL;
    }
    messages_append(&extraction->messages, messages);
    if (extraction->status == STATUS_BAD_INPUT)
        message_add(messages, SEVERITY_ERROR, unit->path, 0, "does not parse; the file is skipped");
    return extraction->status;
}
