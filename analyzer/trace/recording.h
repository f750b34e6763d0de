// SPDX-License-Identifier: MIT
// A .qtrace file in memory: what runtime-shim/trace/format.h describes, checked, with ids turned into indices and ticks
// into nanoseconds, and the events of all threads in one order. First stage of `chanvet trace`; states.h comes next.
// Index 0 of every table is "none"; its entry exists and is empty.
#pragma once
#include "base/array.h"
#include "base/message.h"
#include "base/status.h"
#include "qtrace/format.h"

#include <stdbool.h>

typedef struct RecordedModule {
    uint64_t low, high, bias, offset;
    const char *path, *build_id; // hexadecimal, "" when the module has none
} RecordedModule;

typedef struct RecordedTask {
    uint32_t id, parent, site; // parent: index
    TraceTaskKind kind;
    bool is_described; // a record told of it; else only events name it
    uint64_t thread_id;
    const char *name; // never empty: "task 3" where the program gave none
} RecordedTask;

typedef struct RecordedObject {
    uint32_t id, site;
    TraceObjectKind kind;
    uint64_t address, capacity;
    const char *name; // never empty: "channel 3 (main.c:12)", where it was made, when the program gave none
    bool has_name;    // it did
} RecordedObject;

typedef struct RecordedSite {
    uint32_t id, count;
    const uint64_t *addresses; // innermost call first
} RecordedSite;

typedef struct RecordedText {
    uint32_t id;
    const char *text;
} RecordedText;

// Sorted by address; several of one address are inlined calls, innermost first.
typedef struct RecordedFrame {
    uint64_t address;
    uint32_t order, line, column;
    const char *function, *file; // "" when not known
} RecordedFrame;

typedef struct RecordedEvent {
    int64_t time; // nanoseconds since the start
    uint32_t task, object, site;
    uint32_t value; // an index where the kind says that it is a task or a text
    uint32_t sequence, thread;
    uint32_t order; // position in the file's own order; breaks ties of time
    uint8_t kind, wait, flags;
} RecordedEvent;

typedef struct Recording {
    Arena *arena;
    const char *path, *command;
    uint32_t pid;
    bool is_finished;
    uint64_t start_wall; // nanoseconds since 1970-01-01 UTC
    int64_t duration;    // nanoseconds until the last event
    uint64_t dropped_events, dropped_records, overwritten_events;
    uint32_t thread_count; // threads are numbered from 0
    ARRAY(RecordedModule) modules;
    ARRAY(RecordedTask) tasks;
    ARRAY(RecordedObject) objects;
    ARRAY(RecordedSite) sites;
    ARRAY(RecordedText) texts;
    ARRAY(RecordedFrame) frames;
    ARRAY(RecordedEvent) events;
} Recording;

// `bytes` is the whole file, aligned for uint64_t; it and `path` must outlive the recording. STATUS_BAD_INPUT with a
// message when it is no trace, cut off, damaged, or of another version.
Status recording_parse(const char *path, const char *bytes, size_t size, Arena *arena, Messages *messages,
                       Recording *recording);

// After frames were added: sorts them, and names objects that have no name by where they were made.
void recording_use_frames(Recording *recording);
