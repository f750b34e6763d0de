// SPDX-License-Identifier: MIT
#include "trace/parse.h"

#include <stdlib.h>

static int compare_chunks(const void *left, const void *right) {
    const TraceChunk *a = *(const TraceChunk *const *)left, *b = *(const TraceChunk *const *)right;
    if (a->thread != b->thread) return a->thread < b->thread ? -1 : 1;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return a < b ? -1 : a > b;
}

// Whether `value` of this kind of event is the id of a task.
static bool names_task(const TraceEvent *event) {
    switch (event->kind) {
    case QEV_SPAWN:
    case QEV_READY:
    case QEV_CANCEL: return true;
    case QEV_BLOCK: return event->wait == QWAIT_JOIN;
    default: return false;
    }
}

// Longer than any run: 104 days, so that sums of times stay far from overflow.
#define DURATION_LIMIT ((int64_t)1 << 53)

static const char *problem_of_event(const TraceEvent *event, uint64_t earliest) {
    if (qtrace_event_check(event) != QTRACE_EVENT_CHECK) return "the check of an event is wrong";
    if (event->kind == QEV_NONE || event->kind >= QEV_KIND_COUNT) return "unknown kind of event";
    if (event->wait >= QWAIT_KIND_COUNT) return "unknown kind of wait";
    if (event->flags & ~QTRACE_FLAGS) return "unknown flag of an event";
    if (!event->task) return "an event of no task";
    if (event->kind == QEV_BLOCK && event->wait == QWAIT_NONE) return "a task waits in no known way";
    return event->time < earliest ? "time goes back" : NULL;
}

static void add_event(Parser *parser, const TraceEvent *event, uint32_t thread) {
    ids_add(&parser->tasks, parser->arena, event->task);
    if (names_task(event)) ids_add(&parser->tasks, parser->arena, event->value);
    ids_add(&parser->objects, parser->arena, event->object);
    ids_add(&parser->sites, parser->arena, event->site);
    if (event->kind == QEV_MARK) ids_add(&parser->texts, parser->arena, event->value);
    array_push(&parser->recording->events, parser->arena,
               (RecordedEvent){.time = (int64_t)(event->time - parser->header->start.ticks),
                               .task = event->task,
                               .object = event->object,
                               .site = event->site,
                               .value = event->value,
                               .sequence = event->sequence,
                               .thread = thread,
                               .order = parser->recording->events.count,
                               .kind = event->kind,
                               .wait = event->wait,
                               .flags = event->flags});
}

static Status parse_event_chunk(Parser *parser, const TraceChunk *chunk, uint32_t thread, uint64_t *time) {
    const TraceEvent *event = (const TraceEvent *)(const void *)(chunk + 1);
    if ((chunk->used - sizeof *chunk) % sizeof *event) return parse_problem(parser, chunk, "half an event");
    for (uint32_t left = (chunk->used - sizeof *chunk) / sizeof *event; left; left--, event++) {
        const char *problem = problem_of_event(event, *time);
        if (problem) return parse_problem(parser, event, problem);
        if (event->time - parser->header->start.ticks > (uint64_t)DURATION_LIMIT)
            return parse_problem(parser, event, "a time far in the future");
        *time = event->time;
        add_event(parser, event, thread);
    }
    return STATUS_OK;
}

Status parse_events(Parser *parser) {
    Recording *recording = parser->recording;
    uint64_t expected = 0, time = parser->header->start.ticks;
    if (parser->event_chunks.count)
        qsort(parser->event_chunks.items, parser->event_chunks.count, sizeof *parser->event_chunks.items,
              compare_chunks);
    for (uint32_t i = 0; i < parser->event_chunks.count; i++) {
        const TraceChunk *chunk = parser->event_chunks.items[i];
        if (!i || parser->event_chunks.items[i - 1]->thread != chunk->thread) {
            recording->thread_count++;
            expected = 0;
            time = parser->header->start.ticks;
        }
        if (chunk->first < expected) return parse_problem(parser, chunk, "events are told twice");
        recording->overwritten_events += chunk->first - expected;
        expected = chunk->first + (chunk->used - sizeof *chunk) / sizeof(TraceEvent);
        Status status = parse_event_chunk(parser, chunk, recording->thread_count - 1, &time);
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
    for (uint32_t i = 0; i < recording->events.count; i++) {
        RecordedEvent *event = &recording->events.items[i];
        TraceEvent raw = {.kind = event->kind, .wait = event->wait};
        event->time = scaled(event->time, length);
        event->task = ids_find(&parser->tasks, event->task);
        event->object = ids_find(&parser->objects, event->object);
        event->site = ids_find(&parser->sites, event->site);
        if (names_task(&raw)) event->value = ids_find(&parser->tasks, event->value);
        if (event->kind == QEV_MARK) event->value = ids_find(&parser->texts, event->value);
        if (event->time > recording->duration) recording->duration = event->time;
    }
    if (recording->events.count)
        qsort(recording->events.items, recording->events.count, sizeof *recording->events.items, compare_events);
}
