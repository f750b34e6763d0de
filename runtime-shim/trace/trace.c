// SPDX-License-Identifier: MIT
// Events: each thread of the kernel appends to chunks of its own.
#include "trace/trace.h"

#include "report/symbolize.h"
#include "trace/room.h"

#include <pthread.h>
#include <string.h>

static void stop_in_child(void) {
    __atomic_store_n(&runtime.trace, NULL, __ATOMIC_RELEASE); // the file is the parent's
}

void trace_initialize(void) {
    if (!runtime.options.trace[0]) return;
    TraceRoom *room = memory_allocate(sizeof *room);
    room->table_chunk = NO_CHUNK;
    if (!trace_file_create(room)) return;
    pool_create(&room->rings, (sizeof(TraceRing) + 7) / 8 * 8, RING_LIMIT);
    room->objects = raw_map(NULL, OBJECT_LIMIT * sizeof *room->objects);
    room->described_tasks = raw_map(NULL, TASK_BITS / 8);
    room->described_sites = raw_map(NULL, SITE_BITS / 8);
    if (!room->objects || !room->described_tasks || !room->described_sites) runtime_fail("out of memory");
    trace_describe_modules(room);
    pthread_atfork(NULL, NULL, stop_in_child);
    __atomic_store_n(&runtime.trace, room, __ATOMIC_RELEASE);
    trace_event(task_current(), QEV_RUN, 0, (uint32_t)raw_thread_id(), 0);
}

// The ring of the thread that runs here, made at its first event; NULL when there are too many.
static TraceRing *ring_here(TraceRoom *room) {
    Task *thread = task_thread.thread;
    if (unlikely(!thread)) return NULL;
    if (likely(thread->trace)) return thread->trace;
    uint32_t index = pool_take(&room->rings);
    if (!index) return NULL;
    TraceRing *ring = pool_item(&room->rings, index);
    ring->index = index;
    ring->number = __atomic_fetch_add(&room->ring_count, 1, __ATOMIC_RELAXED);
    ring->chunk = NO_CHUNK;
    thread->trace = ring;
    return ring;
}

static void end_ring(TraceRoom *room, TraceRing *ring) {
    if (ring->chunk != NO_CHUNK) trace_file_retire(room, ring->chunk);
    task_thread.thread->trace = NULL;
    pool_give(&room->rings, ring->index);
}

static bool next_chunk(TraceRoom *room, TraceRing *ring) {
    if (ring->chunk != NO_CHUNK) trace_file_retire(room, ring->chunk);
    ring->chunk = trace_file_take(room, QTRACE_CHUNK_EVENTS, ring->number, ring->count);
    ring->used = sizeof(TraceChunk);
    return ring->chunk != NO_CHUNK;
}

enum { PREFETCHED = 512 }; // bytes ahead: nobody has touched them, and the program's next lock would wait for them

static void append_event(TraceRoom *room, TraceRing *ring, TraceEvent event) {
    bool has_room = ring->chunk != NO_CHUNK && ring->used + sizeof event <= QTRACE_CHUNK_SIZE;
    if (unlikely(!has_room && !next_chunk(room, ring))) {
        trace_drop(room);
        return;
    }
    // Counters of different processors may differ by a few ticks.
    event.time = trace_ticks(room->clock);
    if (unlikely(event.time < ring->last_time)) event.time = ring->last_time;
    ring->last_time = event.time;
    event.check = qtrace_event_check(&event) ^ QTRACE_EVENT_CHECK;
    TraceChunk *chunk = trace_chunk(room, ring->chunk);
    __builtin_prefetch((char *)chunk + ring->used + PREFETCHED, 1);
    *(TraceEvent *)(void *)((char *)chunk + ring->used) = event;
    ring->used += sizeof event;
    ring->count++;
    __atomic_store_n(&chunk->used, ring->used, __ATOMIC_RELEASE);
}

void trace_write(const TraceEntry *entry) {
    TraceRoom *room = trace_room();
    TraceRing *ring = room && entry->task ? ring_here(room) : NULL;
    if (unlikely(!ring || ring->is_busy)) {
        if (room) trace_drop(room);
        return;
    }
    ring->is_busy = true;
    atomic_signal_fence(memory_order_seq_cst);
    trace_describe_task(room, entry->task);
    if (entry->other) trace_describe_task(room, entry->other);
    if (entry->site) trace_describe_site(room, entry->site);
    append_event(room, ring,
                 (TraceEvent){.task = trace_task_id(entry->task),
                              .object = entry->object > 1 ? trace_find_object(room, ring, entry) : 0,
                              .site = entry->site,
                              .value = entry->other ? trace_task_id(entry->other) : entry->value,
                              .sequence = entry->sequence,
                              .kind = entry->kind,
                              .wait = entry->wait,
                              .flags = entry->flags});
    atomic_signal_fence(memory_order_seq_cst);
    ring->is_busy = false;
    if (entry->kind == QEV_END && entry->task == task_thread.thread) end_ring(room, ring);
}

StackId trace_place(uintptr_t return_address) {
    TraceRoom *room = trace_room();
    TraceRing *ring = room ? ring_here(room) : NULL;
    if (!ring || !return_address) return 0;
    uint32_t at = (uint32_t)(return_address * UINT64_C(0x9e3779b97f4a7c15) >> 56) % PLACE_SLOTS;
    if (ring->places[at].address != return_address) {
        ring->places[at].site = stack_store_keep(&return_address, 1);
        ring->places[at].address = return_address;
    }
    return ring->places[at].site;
}

static void write_names(TraceRoom *room, uint64_t address) {
    Symbol symbols[SYMBOL_FRAMES];
    uint32_t count = symbolize_code((uintptr_t)address, symbols, SYMBOL_FRAMES);
    lock_take(&room->table_lock);
    for (uint32_t i = 0; i < count; i++) {
        TraceFrame frame = {.address = address, .line = symbols[i].line, .column = symbols[i].column};
        trace_table_append(room, QREC_FRAME, &frame, sizeof frame, symbols[i].function, symbols[i].file);
    }
    lock_release(&room->table_lock);
}

enum { NAMES_LIMIT = 1 << 16 }; // addresses; a power of two

// Whether `address` was not there yet; false as well when the set is full.
static bool add_address(uint64_t *set, uint64_t address) {
    uint64_t at = address * UINT64_C(0x9e3779b97f4a7c15) >> 48;
    for (uint32_t i = 0; i < 64; i++, at++) {
        uint64_t *slot = &set[at % NAMES_LIMIT];
        if (*slot == address) return false;
        if (*slot) continue;
        *slot = address;
        return true;
    }
    return false;
}

// The sites are read back from the file; what is appended meanwhile holds none.
static void name_addresses(TraceRoom *room) {
    uint64_t *set = raw_map(NULL, NAMES_LIMIT * sizeof *set);
    uint32_t chunks = trace_header(room)->chunk_count;
    for (uint32_t i = 0; set && i < chunks; i++) {
        const TraceChunk *chunk = trace_chunk(room, (int32_t)i);
        if (chunk->kind != QTRACE_CHUNK_TABLE) continue;
        const char *at = (const char *)(chunk + 1), *end = (const char *)chunk + chunk->used;
        while (at < end) {
            const TraceSite *site = (const TraceSite *)(const void *)at;
            for (uint32_t k = 0; site->record.kind == QREC_SITE && k < site->count; k++)
                if (add_address(set, site->addresses[k])) write_names(room, site->addresses[k]);
            at += site->record.size;
        }
    }
    if (set) raw_unmap(set, NAMES_LIMIT * sizeof *set);
}

// False when this thread itself may have it: a signal handler that interrupted us ends the process.
static bool is_lock_free(Lock *lock) {
    enum { TRIES = 500, PAUSE = 1000000 };
    for (int i = 0; i < TRIES; i++) {
        if (lock_try(lock)) {
            lock_release(lock);
            return true;
        }
        raw_sleep(PAUSE);
    }
    return false;
}

void trace_finish(void) {
    TraceRoom *room = trace_room();
    if (!room || runtime.process != raw_process_id()) return;
    if (!is_lock_free(&room->table_lock) || !is_lock_free(&room->lock)) return;
    Task *task = task_current();
    trace_event(task, QEV_END, 0, 0, 0);
    __atomic_store_n(&runtime.trace, NULL, __ATOMIC_RELEASE);
    trace_describe_modules(room);
    if (runtime.options.symbolize) name_addresses(room);
    trace_file_close(room);
}
