// SPDX-License-Identifier: MIT
// What the room keeps for the process. Only files of this folder include it.
#pragma once
#include "base/memory.h"
#include "trace/event.h"
#include "trace/trace.h"

enum {
    RING_LIMIT = 1 << 14,
    OBJECT_LIMIT = 1 << 17, // a power of two; at most half of the table is used
    PLACE_SLOTS = 256,      // of a ring's caches; powers of two
    OBJECT_SLOTS = 256,
    OPEN_LIMIT = 8, // of a ring; a power of two
    TASK_BITS = 1 << 22,
    MARK_LIMIT = 1 << 12, // names of marks
    NO_CHUNK = -1,
};

// An event that can still be given a length: it is the thread's own task's, which runs nowhere else, and lies in the
// chunk that the ring writes now.
typedef struct OpenEvent {
    uint64_t *word; // that holds its length; NULL: it has been ended
    uint64_t time;
    uint32_t object; // 0 for QEV_BLOCK
    uint8_t closing; // the kind that ends it
    uint8_t flags;   // that the ending event has, too
    bool is_short;   // QEV_AGAIN
} OpenEvent;

// Of one thread of the kernel, which alone touches it.
typedef struct TraceRing {
    uint32_t number, index; // index: in the pool
    int32_t chunk;          // that it writes now, or NO_CHUNK
    uint32_t task;          // that the next event would be told of
    uint64_t *next, *end;   // in the chunk: where the next event goes; from where on there may be no room
    TraceChunk *head;
    uint64_t count;       // events written so far
    uint64_t record_time; // where the next event's time counts from
    uint64_t last_time;   // of any event of the thread; the next one is later
    bool is_busy;         // an event is being written: one that a signal handler makes meanwhile is dropped
    uint32_t open_count;  // events opened so far; the last OPEN_LIMIT are in `open`
    OpenEvent open[OPEN_LIMIT];
    uint64_t known[QTRACE_SLOTS]; // by slot: what the last QEV_ACQUIRE of the chunk has told, see known_key; 0: none
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
    uint64_t marks[MARK_LIMIT];          // hash of the name; the id is the index plus one
    uintptr_t library_low, library_high; // of the C library's code
    uint32_t module_count;
    uintptr_t modules[512]; // low addresses of those written
    _Atomic uint64_t *described_tasks, *described_sites;
} TraceRoom;

TraceRoom *trace_open(void); // a file of its own; NULL: it cannot be written
TraceRoom *trace_open_late(TraceRoom *pending);
void trace_leave_parent(void);

static inline TraceRoom *trace_room(void) {
    TraceRoom *room = __atomic_load_n(&runtime.trace, __ATOMIC_ACQUIRE);
    return unlikely(room && !room->file) ? trace_open_late(room) : room;
}

static inline uint64_t trace_ticks(uint32_t clock) {
    if (unlikely(clock != QTRACE_CLOCK_TICKS)) return raw_nanoseconds();
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#else
    uint64_t ticks;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
    return ticks;
#endif
}

static inline TraceHeader *trace_header(const TraceRoom *room) {
    return (TraceHeader *)(void *)room->file;
}

static inline TraceChunk *trace_chunk(const TraceRoom *room, int32_t chunk) {
    return (TraceChunk *)(void *)(room->file + QTRACE_HEADER_SIZE + (size_t)chunk * QTRACE_CHUNK_SIZE);
}

uint32_t trace_start_clock(TraceMoment *start, uint64_t *ticks_per_second); // which clock this machine has
TraceMoment trace_moment(uint32_t clock); // of a table or of events: not before those that follow

bool trace_file_create(TraceRoom *room);
// A chunk with its head written, kind last; NO_CHUNK when there is no room. Never one of a table's. `head`: thread,
// first and task of it.
int32_t trace_file_take(TraceRoom *room, TraceChunkKind kind, TraceChunk head);
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

// Whether the bit is set; what is seldom late is only tried again.
static inline bool trace_has_bit(_Atomic uint64_t *bits, uint64_t bit) {
    return atomic_load_explicit(&bits[bit / 64], memory_order_relaxed) >> bit % 64 & 1;
}

void trace_drop(TraceRoom *room);        // one event was lost
void trace_drop_record(TraceRoom *room); // one record was lost

static inline uint32_t trace_task_id(const Task *task) {
    return task->number + 1;
}
