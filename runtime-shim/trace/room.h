// SPDX-License-Identifier: MIT
// What the room keeps for the process. Only files of this folder include it.
#pragma once
#include "base/memory.h"
#include "trace/trace.h"

enum {
    RING_LIMIT = 1 << 14,
    OBJECT_LIMIT = 1 << 17, // a power of two; at most half of the table is used
    PLACE_SLOTS = 256,      // of a ring's caches; powers of two
    OBJECT_SLOTS = 256,
    TASK_BITS = 1 << 22,
    SITE_BITS = 1 << 26,  // no StackId is larger
    MARK_LIMIT = 1 << 12, // names of marks
    NO_CHUNK = -1,
};

// Of one thread of the kernel, which alone touches it.
typedef struct TraceRing {
    uint32_t number, index; // index: in the pool
    int32_t chunk;          // that it writes now, or NO_CHUNK
    uint32_t used;          // of it
    uint64_t count;         // events written so far
    uint64_t last_time;
    bool is_busy; // an event is being written: one that a signal handler makes meanwhile is dropped
    struct {
        uintptr_t address;
        StackId site;
    } places[PLACE_SLOTS];
    struct {
        uintptr_t address;
        uint32_t id, generation;
    } objects[OBJECT_SLOTS];
} TraceRing;

typedef struct TracedObject {
    uintptr_t address; // 0: free; 1: was removed
    uint32_t id;
} TracedObject;

typedef struct TraceRoom {
    // The file. `lock` guards its chunks.
    Lock lock;
    int descriptor;
    uint32_t clock;
    char *file; // mapped: the header, then chunk_limit chunks
    uint32_t chunk_limit, chunks_allocated;
    bool is_finished, is_full;
    int32_t *full_chunks; // ring: chunks of events that nobody writes any more, oldest first
    uint32_t first_full, full_count;
    Pool rings;
    uint32_t ring_count;

    // Tables. `table_lock` guards the chunk they are written into and the objects; it is taken before `lock`.
    Lock table_lock;
    int32_t table_chunk;
    uint32_t table_chunks, table_used;
    uint32_t next_object, object_count;
    _Atomic uint32_t object_generation; // an object has ended: caches are stale
    TracedObject *objects;
    uint64_t marks[MARK_LIMIT]; // hash of the name; the id is the index plus one
    uint32_t module_count;
    uintptr_t modules[512]; // low addresses of those written
    _Atomic uint64_t *described_tasks, *described_sites;
} TraceRoom;

static inline TraceRoom *trace_room(void) {
    return __atomic_load_n(&runtime.trace, __ATOMIC_ACQUIRE);
}

static inline TraceHeader *trace_header(const TraceRoom *room) {
    return (TraceHeader *)(void *)room->file;
}

static inline TraceChunk *trace_chunk(const TraceRoom *room, int32_t chunk) {
    return (TraceChunk *)(void *)(room->file + QTRACE_HEADER_SIZE + (size_t)chunk * QTRACE_CHUNK_SIZE);
}

uint32_t trace_start_clock(TraceMoment *start, uint64_t *ticks_per_second); // which clock this machine has
uint64_t trace_ticks(uint32_t clock);
TraceMoment trace_moment(uint32_t clock); // of a table or of events: not before those that follow

bool trace_file_create(TraceRoom *room);
// A chunk with its head written, kind last; NO_CHUNK when there is no room. Never one of a table's.
int32_t trace_file_take(TraceRoom *room, TraceChunkKind kind, uint32_t thread, uint64_t first);
void trace_file_retire(TraceRoom *room, int32_t chunk); // its owner has left it
void trace_file_close(TraceRoom *room);

// Appends a record: `fixed` begins with a TraceRecord, which is filled in; texts may be NULL. False: no room.
bool trace_table_append(TraceRoom *room, TraceRecordKind kind, void *fixed, size_t size, const char *first,
                        const char *second);

// Writes what the file does not know yet of a task, a site, an object, the modules that are loaded.
void trace_describe_task(TraceRoom *room, const Task *task);
void trace_describe_site(TraceRoom *room, StackId site);
void trace_describe_modules(TraceRoom *room);
uint32_t trace_find_object(TraceRoom *room, TraceRing *ring, const TraceEntry *entry); // 0: no room

void trace_drop(TraceRoom *room);        // one event was lost
void trace_drop_record(TraceRoom *room); // one record was lost

static inline uint32_t trace_task_id(const Task *task) {
    return task->number + 1;
}
