// SPDX-License-Identifier: MIT
#include "extraction.h"

#include "facts/pack.h"
#include "facts/seal.h"
#include "source/content_key.h"
#include "wire.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>

void messages_put(const Messages *messages, Text *output) {
    wire_put_number(output, messages->list.count);
    for (uint32_t i = 0; i < messages->list.count; i++) {
        const Message *message = &messages->list.items[i];
        wire_put_number(output, message->severity);
        wire_put_text(output, message->path);
        wire_put_number(output, message->line);
        wire_put_text(output, message->text);
    }
}

void messages_get(WireReader *reader, Arena *arena, Messages *messages) {
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

static bool is_older(const char *path, struct timespec than) {
    struct stat info;
    if (stat(path, &info)) return false;
    if (info.st_mtim.tv_sec != than.tv_sec) return info.st_mtim.tv_sec < than.tv_sec;
    return info.st_mtim.tv_nsec < than.tv_nsec;
}

// What changed after the start may have been read before or after the change.
static void put_inclusions(const SourceUnit *unit, const ExtractStatistics *statistics, struct timespec start,
                           Text *output) {
    bool is_settled = is_older(unit->canonical, start);
    wire_put_number(output, statistics->included.count);
    for (uint32_t i = 0; i < statistics->included.count; i++) {
        const char *path = statistics->included.items[i];
        Hash content = {0};
        is_settled = content_key_of_file(path, &content) && is_older(path, start) && is_settled;
        wire_put_text(output, path);
        wire_put_number(output, content.low);
        wire_put_number(output, content.high);
    }
    wire_put_number(output, is_settled);
}

static void read_inclusions(WireReader *reader, Arena *arena, Extraction *extraction) {
    for (uint64_t count = wire_number(reader); count && !reader->is_broken; count--) {
        IncludedFile file = {.path = wire_text(reader, arena)};
        file.content.low = wire_number(reader);
        file.content.high = wire_number(reader);
        reader->is_broken |= !file.path;
        if (!reader->is_broken) array_push(&extraction->included, arena, file);
    }
    extraction->is_settled = wire_number(reader) == 1;
}

static void put_unit(const SourceUnit *unit, Status status, const Messages *messages, const Program *program,
                     const ExtractStatistics *statistics, Text *payload) {
    Text packed = {0};
    wire_put_number(payload, status);
    wire_put_text(payload, unit->path);
    messages_put(messages, payload);
    put_statistics(statistics, program, payload);
    if (program) facts_pack(program, &packed);
    wire_put_bytes(payload, text_value(&packed), packed.length);
    text_free(&packed);
}

void extraction_run(void *context, uint32_t index, Text *output) {
    const ExtractionContext *extraction = context;
    const SourceUnit *unit = &extraction->units[index];
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    ExtractStatistics statistics = {0};
    Program *program = NULL;
    struct timespec start;
    clock_gettime(CLOCK_REALTIME, &start);
    ParseRequest request = {unit->path, unit->directory, unit->flags.items, unit->flags.count, extraction->models};
    Status status = frontend_extract(&request, arena, &messages, &program, &statistics);
    Text payload = {0};
    put_unit(unit, status, &messages, program, &statistics, &payload);
    if (!extraction->lists_inclusions) statistics.included.count = 0;
    put_inclusions(unit, &statistics, start, &payload);
    seal_put(SEAL_UNIT, text_value(&payload), payload.length, output);
    text_free(&payload);
    arena_destroy(arena);
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
    messages_get(&reader, arena, &extraction->messages);
    read_statistics(&reader, arena, &extraction->statistics);
    extraction->packed = wire_bytes(&reader, &extraction->packed_size);
    read_inclusions(&reader, arena, extraction);
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
