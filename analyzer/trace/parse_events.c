// SPDX-License-Identifier: MIT
#include "qtrace/event.h"
#include "trace/parse.h"

#include <stdlib.h>
#include <string.h>

static int compare_chunks(const void *left, const void *right) {
    const TraceChunk *a = *(const TraceChunk *const *)left, *b = *(const TraceChunk *const *)right;
    if (a->thread != b->thread) return a->thread < b->thread ? -1 : 1;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return a < b ? -1 : a > b;
}

// Whether `value` of this kind of event is the id of a task.
static bool names_task(uint8_t kind, uint8_t wait) {
    switch (kind) {
    case QEV_SPAWN:
    case QEV_READY:
    case QEV_CANCEL: return true;
    case QEV_BLOCK: return wait == QWAIT_JOIN;
    default: return false;
    }
}

// Longer than any run: 104 days, so that sums of times stay far from overflow.
#define DURATION_LIMIT ((int64_t)1 << 53)

// Of one thread, while its events are read. Times are ticks since the header's start.
typedef struct ThreadReader {
    uint32_t thread, task;
    uint64_t time, latest;          // of the last event in the chunk; of any event or its end
    uint64_t count;                 // events, with those that are told as lengths
    TraceEvent slots[QTRACE_SLOTS]; // of the chunk: what QEV_AGAIN means; kind 0: nothing yet
} ThreadReader;

static void add_event(Parser *parser, const ThreadReader *reader, uint64_t time, const TraceEvent *event) {
    array_push(&parser->recording->events, parser->arena,
               (RecordedEvent){.time = (int64_t)time,
                               .task = reader->task,
                               .object = event->object,
                               .site = event->site,
                               .value = event->value,
                               .sequence = event->sequence,
                               .thread = reader->thread,
                               .order = parser->recording->events.count,
                               .kind = event->kind,
                               .wait = event->wait,
                               .flags = event->flags});
}

static void collect_ids(Parser *parser, const ThreadReader *reader, const TraceEvent *event) {
    ids_add(&parser->tasks, parser->arena, reader->task);
    if (names_task(event->kind, event->wait)) ids_add(&parser->tasks, parser->arena, event->value);
    ids_add(&parser->objects, parser->arena, event->object);
    ids_add(&parser->sites, parser->arena, event->site);
    if (event->kind == QEV_MARK) ids_add(&parser->texts, parser->arena, event->value);
}

static const char *problem_of_event(const TraceEvent *event, const ThreadReader *reader) {
    if (event->kind == QEV_NONE || event->kind >= QEV_KIND_COUNT) return "unknown kind of event";
    if (event->wait >= QWAIT_KIND_COUNT) return "unknown kind of wait";
    if (!reader->task) return "an event of no task";
    if (event->kind == QEV_BLOCK && event->wait == QWAIT_NONE) return "a task waits in no known way";
    if (event->length && event->kind != QEV_ACQUIRE && event->kind != QEV_BLOCK) return "an event that has no length";
    if (reader->time < reader->latest) return "time goes back";
    return reader->time + event->length > (uint64_t)DURATION_LIMIT ? "a time far in the future" : NULL;
}

// What a length stands for.
static TraceEvent ending_of(const TraceEvent *event) {
    if (event->kind == QEV_BLOCK) return (TraceEvent){.kind = QEV_RUN};
    return (TraceEvent){.kind = QEV_RELEASE, .object = event->object, .flags = event->flags};
}

static const char *read_event(Parser *parser, ThreadReader *reader, const TraceEvent *event) {
    reader->time += event->time;
    if (event->kind == QEV_TASK) {
        reader->task = event->value;
        return event->value ? NULL : "an event of no task";
    }
    if (event->kind == QEV_TIME) {
        uint64_t ticks = event->value | (uint64_t)event->sequence << 32;
        reader->time = ticks - parser->header->start.ticks;
        return reader->time > (uint64_t)DURATION_LIMIT ? "a time far in the future" : NULL;
    }
    const char *problem = problem_of_event(event, reader);
    if (problem) return problem;
    if (event->kind == QEV_ACQUIRE) reader->slots[qtrace_slot(event->object, event->site, event->flags)] = *event;
    reader->latest = reader->time;
    collect_ids(parser, reader, event);
    add_event(parser, reader, reader->time, event);
    reader->count++;
    if (!event->length) return NULL;
    TraceEvent ending = ending_of(event);
    add_event(parser, reader, reader->time + event->length, &ending);
    reader->count++;
    return NULL;
}

// QEV_AGAIN in full; false: its slot is empty.
static bool spell_out(const ThreadReader *reader, TraceEvent *event) {
    if (event->kind != QEV_AGAIN) return true;
    TraceEvent like = reader->slots[event->value];
    *event = (TraceEvent){.time = event->time,
                          .length = event->length,
                          .object = like.object,
                          .site = like.site,
                          .kind = like.kind,
                          .flags = like.flags};
    return like.kind == QEV_ACQUIRE;
}

static Status parse_event_chunk(Parser *parser, const TraceChunk *chunk, ThreadReader *reader) {
    const uint64_t *word = (const uint64_t *)(const void *)(chunk + 1);
    if ((chunk->used - sizeof *chunk) % sizeof *word) return parse_problem(parser, chunk, "half an event");
    memset(reader->slots, 0, sizeof reader->slots);
    const uint64_t *end = word + (chunk->used - sizeof *chunk) / sizeof *word;
    reader->task = chunk->task;
    reader->time = chunk->moment.ticks - parser->header->start.ticks;
    while (word < end) {
        TraceEvent event;
        uint32_t words = qtrace_count_words(*word);
        if (end - word < words) return parse_problem(parser, word, "half an event");
        bool is_whole = qtrace_unpack_event(word, &event);
        const char *problem = "the check of an event is wrong";
        if (is_whole && !spell_out(reader, &event))
            problem = "a lock that the chunk has not told of";
        else if (is_whole)
            problem = read_event(parser, reader, &event);
        if (problem) return parse_problem(parser, word, problem);
        word += words;
    }
    return STATUS_OK;
}

Status parse_events(Parser *parser) {
    Recording *recording = parser->recording;
    ThreadReader reader = {0};
    if (parser->event_chunks.count)
        qsort(parser->event_chunks.items, parser->event_chunks.count, sizeof *parser->event_chunks.items,
              compare_chunks);
    for (uint32_t i = 0; i < parser->event_chunks.count; i++) {
        const TraceChunk *chunk = parser->event_chunks.items[i];
        if (!i || parser->event_chunks.items[i - 1]->thread != chunk->thread)
            reader = (ThreadReader){.thread = recording->thread_count++};
        if (chunk->first < reader.count) return parse_problem(parser, chunk, "events are told twice");
        recording->overwritten_events += chunk->first - reader.count;
        reader.count = chunk->first;
        Status status = parse_event_chunk(parser, chunk, &reader);
        if (status) return status;
    }
    return STATUS_OK;
}

// Nanoseconds in a tick: by the two moments that are furthest apart, or the writer's estimate.
static double tick_length(const Parser *parser) {
    TraceMoment start = parser->header->start, last = start;
    if (parser->header->clock == QTRACE_CLOCK_NANOSECONDS) return 1;
    for (uint32_t i = 0; i < parser->event_chunks.count; i++)
        if (parser->event_chunks.items[i]->moment.ticks > last.ticks) last = parser->event_chunks.items[i]->moment;
    if (last.nanoseconds >= start.nanoseconds + 1000000)
        return (double)(last.nanoseconds - start.nanoseconds) / (double)(last.ticks - start.ticks);
    return 1e9 / (double)parser->header->ticks_per_second;
}

static int compare_events(const void *left, const void *right) {
    const RecordedEvent *a = left, *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static int64_t scaled(int64_t ticks, double length) {
    if (length == 1) return ticks;
    double nanoseconds = (double)ticks * length;
    return nanoseconds < (double)DURATION_LIMIT ? (int64_t)nanoseconds : DURATION_LIMIT;
}

void build_events(Parser *parser) {
    Recording *recording = parser->recording;
    double length = tick_length(parser);
    // Before ticks become nanoseconds, of which several can be one.
    if (recording->events.count)
        qsort(recording->events.items, recording->events.count, sizeof *recording->events.items, compare_events);
    for (uint32_t i = 0; i < recording->events.count; i++) {
        RecordedEvent *event = &recording->events.items[i];
        event->time = scaled(event->time, length);
        event->task = ids_find(&parser->tasks, event->task);
        event->object = ids_find(&parser->objects, event->object);
        event->site = ids_find(&parser->sites, event->site);
        if (names_task(event->kind, event->wait)) event->value = ids_find(&parser->tasks, event->value);
        if (event->kind == QEV_MARK) event->value = ids_find(&parser->texts, event->value);
        if (event->time > recording->duration) recording->duration = event->time;
    }
}
