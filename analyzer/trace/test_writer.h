// SPDX-License-Identifier: MIT
// For tests: writes .qtrace files of scripted scenarios, as format.h says and with nothing from the reader.
// Events are given in any order of threads; within a thread times must grow. Times are microseconds.
#pragma once
#include "qtrace/event.h"
#include "qtrace/format.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEST_THREADS = 16, TEST_EVENTS = 4000, TEST_TABLE = 1 << 16, TEST_CHUNK = 4096 };

typedef struct TestEvent {
    uint64_t time; // ticks
    uint32_t task;
    TraceEvent event;
} TestEvent;

typedef struct TestTrace {
    TraceHeader header;
    char table[TEST_TABLE]; // records, in chunks' order
    size_t table_size;
    TestEvent events[TEST_THREADS][TEST_EVENTS];
    uint32_t event_count[TEST_THREADS];
    uint64_t overwritten[TEST_THREADS]; // events said to be lost before the first
    uint32_t tasks, objects, sites, texts;
    uint64_t next_address;
} TestTrace;

static inline TestTrace *test_trace_begin(const char *command) {
    TestTrace *trace = calloc(1, sizeof *trace);
    TraceHeader *header = &trace->header;
    memcpy(header->magic, QTRACE_MAGIC, sizeof header->magic);
    header->version = QTRACE_VERSION;
    header->header_size = QTRACE_HEADER_SIZE;
    header->chunk_size = TEST_CHUNK;
    header->clock = QTRACE_CLOCK_NANOSECONDS;
    header->ticks_per_second = 1000000000;
    header->start = (TraceMoment){5000000, 5000000};
    header->start_wall = 1700000000000000000;
    header->pid = 4711;
    header->state = QTRACE_FINISHED;
    header->command_length = (uint32_t)strlen(command) + 1;
    memcpy(header->command, command, header->command_length);
    trace->next_address = 0x401000;
    return trace;
}

// Appends a record: `fixed` without texts, then the texts.
static inline void test_record(TestTrace *trace, TraceRecordKind kind, void *fixed, size_t size, const char *first,
                               const char *second) {
    char *place = trace->table + trace->table_size;
    memcpy(place, fixed, size);
    if (first) {
        memcpy(place + size, first, strlen(first) + 1);
        size += strlen(first) + 1;
    }
    if (second) {
        memcpy(place + size, second, strlen(second) + 1);
        size += strlen(second) + 1;
    }
    size = (size + 7) / 8 * 8;
    TraceRecord *record = (TraceRecord *)(void *)place;
    record->kind = kind;
    record->size = (uint32_t)size;
    record->check = qtrace_check(qtrace_check(QTRACE_CHECK_START, record, 8), &record->reserved, size - 12);
    trace->table_size += size;
}

static inline void test_frame(TestTrace *trace, uint64_t address, const char *function, const char *file,
                              uint32_t line) {
    TraceFrame frame = {.address = address, .line = line, .column = 5};
    test_record(trace, QREC_FRAME, &frame, sizeof frame, function, file);
}

// A stack of functions, innermost first, closed by NULL: named "file.c", lines 10, 11, ….
static inline uint32_t test_site(TestTrace *trace, ...) {
    union {
        TraceSite site;
        char bytes[sizeof(TraceSite) + 8 * QTRACE_FRAME_LIMIT];
    } stack = {.site = {.id = ++trace->sites}};
    va_list functions;
    va_start(functions, trace);
    for (const char *name; (name = va_arg(functions, const char *)); stack.site.count++) {
        uint64_t address = trace->next_address += 16;
        memcpy(stack.bytes + sizeof(TraceSite) + 8 * stack.site.count, &address, 8);
        if (*name) test_frame(trace, address, name, "file.c", 10 + stack.site.count);
    }
    va_end(functions);
    test_record(trace, QREC_SITE, &stack, sizeof(TraceSite) + 8 * stack.site.count, NULL, NULL);
    return trace->sites;
}

static inline uint32_t test_task(TestTrace *trace, const char *name, uint32_t parent) {
    TraceTask task = {.id = ++trace->tasks, .parent = parent, .kind = parent ? QTASK_THREAD : QTASK_MAIN};
    test_record(trace, QREC_TASK, &task, sizeof task, name, NULL);
    return task.id;
}

static inline uint32_t test_object(TestTrace *trace, TraceObjectKind kind, const char *name, uint64_t capacity) {
    TraceObject object = {.id = ++trace->objects, .kind = kind, .address = 0x7000, .capacity = capacity};
    test_record(trace, QREC_OBJECT, &object, sizeof object, name, NULL);
    return object.id;
}

static inline uint32_t test_text(TestTrace *trace, const char *words) {
    TraceText text = {.id = ++trace->texts};
    test_record(trace, QREC_TEXT, &text, sizeof text, words, NULL);
    return text.id;
}

static inline void test_module(TestTrace *trace) {
    TraceModule module = {
        .low = 0x400000, .high = 0x500000, .bias = 0, .build_id_length = 4, .build_id = {1, 2, 0xab, 4}};
    test_record(trace, QREC_MODULE, &module, sizeof module, "/usr/bin/example", NULL);
}

// Times are ticks that are nanoseconds: `event.length` is microseconds here.
static inline void test_event(TestTrace *trace, uint32_t thread, uint64_t microseconds, uint32_t task,
                              TraceEvent event) {
    event.length *= 1000;
    trace->events[thread][trace->event_count[thread]++] =
        (TestEvent){.time = trace->header.start.ticks + microseconds * 1000, .task = task, .event = event};
}

static inline void test_chunk_head(char *chunk, TraceChunkKind kind, TraceChunk head, size_t size) {
    head.kind = kind;
    head.check = qtrace_check(QTRACE_CHECK_START, &head, offsetof(TraceChunk, check));
    head.used = (uint32_t)(sizeof head + size);
    memcpy(chunk, &head, sizeof head);
}

static inline char *test_add_chunk(TestTrace *trace, char **bytes, size_t *size) {
    *bytes = realloc(*bytes, *size + TEST_CHUNK);
    char *chunk = *bytes + *size;
    memset(chunk, 0xdb, TEST_CHUNK); // what lies behind `used` may be anything
    *size += TEST_CHUNK;
    trace->header.chunk_count++;
    return chunk;
}

static inline void test_add_tables(TestTrace *trace, char **bytes, size_t *size) {
    for (size_t at = 0; at < trace->table_size;) {
        char *chunk = test_add_chunk(trace, bytes, size);
        size_t used = 0;
        while (at + used < trace->table_size) {
            const TraceRecord *record = (const TraceRecord *)(const void *)(trace->table + at + used);
            if (used + record->size > TEST_CHUNK - sizeof(TraceChunk)) break;
            used += record->size;
        }
        memcpy(chunk + sizeof(TraceChunk), trace->table + at, used);
        test_chunk_head(chunk, QTRACE_CHUNK_TABLE, (TraceChunk){.moment = trace->header.start}, used);
        at += used;
    }
}

// An event with what must stand before it; the number of words.
static inline size_t test_pack(const TestEvent *event, uint32_t *task, uint64_t *time, uint64_t *words) {
    size_t count = 0;
    if (event->task != *task) count += qtrace_pack_event(&(TraceEvent){.kind = QEV_TASK, .value = event->task}, words);
    if (event->time - *time >= QTRACE_TIME_LIMIT) {
        TraceEvent step = {.kind = QEV_TIME, .value = (uint32_t)event->time, .sequence = (uint32_t)(event->time >> 32)};
        count += qtrace_pack_event(&step, words + count);
        *time = event->time;
    }
    TraceEvent packed = event->event;
    packed.time = (uint32_t)(event->time - *time);
    *task = event->task;
    *time = event->time;
    if (packed.kind != QEV_AGAIN) return count + qtrace_pack_event(&packed, words + count);
    words[count] = qtrace_again_with_length(qtrace_pack_again(packed.time, packed.value), packed.length);
    return count + 1;
}

static inline void test_add_events(TestTrace *trace, uint32_t thread, char **bytes, size_t *size) {
    enum { ROOM = (TEST_CHUNK - sizeof(TraceChunk)) / 8, MOST = 3 * QTRACE_EVENT_WORDS };
    uint64_t events = trace->overwritten[thread];
    for (uint32_t at = 0; at < trace->event_count[thread];) {
        const TestEvent *first = &trace->events[thread][at];
        uint64_t words[ROOM], time = trace->header.start.ticks;
        size_t used = 0;
        TraceChunk head = {.thread = thread, .first = events, .moment = trace->header.start, .task = first->task};
        uint32_t task = head.task;
        for (; at < trace->event_count[thread] && used + MOST <= ROOM; at++) {
            const TestEvent *event = &trace->events[thread][at];
            used += test_pack(event, &task, &time, words + used);
            events += event->event.length ? 2 : 1;
        }
        char *chunk = test_add_chunk(trace, bytes, size);
        memcpy(chunk + sizeof head, words, used * 8);
        test_chunk_head(chunk, QTRACE_CHUNK_EVENTS, head, used * 8);
    }
}

// The whole file, to be freed by the caller; the trace is gone then.
static inline char *test_trace_finish(TestTrace *trace, size_t *size) {
    char *bytes = malloc(QTRACE_HEADER_SIZE);
    *size = QTRACE_HEADER_SIZE;
    test_add_tables(trace, &bytes, size);
    for (uint32_t i = 0; i < TEST_THREADS; i++) test_add_events(trace, i, &bytes, size);
    TraceHeader *header = &trace->header;
    header->check = qtrace_check(QTRACE_CHECK_START, header, offsetof(TraceHeader, check));
    header->check = qtrace_check(header->check, header->command, header->command_length);
    memcpy(bytes, header, sizeof *header);
    free(trace);
    return bytes;
}
