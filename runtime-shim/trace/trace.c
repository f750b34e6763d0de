// SPDX-License-Identifier: MIT
// Events: each thread of the kernel appends to chunks of its own.
#include "trace/trace.h"

#include "report/symbolize.h"
#include "trace/event.h"
#include "trace/room.h"

#include <pthread.h>
#include <string.h>

TraceRoom *trace_open(void) {
    TraceRoom *room = memory_allocate(sizeof *room);
    room->table_chunk = NO_CHUNK;
    if (!trace_file_create(room)) return NULL;
    pool_create(&room->rings, (sizeof(TraceRing) + 7) / 8 * 8, RING_LIMIT);
    room->objects = raw_map(NULL, OBJECT_LIMIT * sizeof *room->objects);
    room->described_tasks = raw_map(NULL, TASK_BITS / 8);
    room->described_sites = raw_map(NULL, QTRACE_SITE_LIMIT / 8);
    if (!room->objects || !room->described_tasks || !room->described_sites) runtime_fail("out of memory");
    trace_describe_modules(room);
    return room;
}

void trace_initialize(void) {
    TraceRoom *room = runtime.options.trace[0] ? trace_open() : NULL;
    if (!room) return;
    pthread_atfork(NULL, NULL, trace_leave_parent);
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

enum { WORDS_AT_ONCE = 3 * QTRACE_EVENT_WORDS }; // an event and what may stand before it

static bool next_chunk(TraceRoom *room, TraceRing *ring, uint32_t task) {
    TraceChunk head = {.thread = ring->number, .first = ring->count, .task = task};
    if (ring->chunk != NO_CHUNK) trace_file_retire(room, ring->chunk);
    ring->chunk = trace_file_take(room, QTRACE_CHUNK_EVENTS, head);
    ring->next = ring->end = NULL;
    for (uint32_t i = 0; i < OPEN_LIMIT; i++) ring->open[i].word = NULL;
    memset(ring->known, 0, sizeof ring->known);
    if (ring->chunk == NO_CHUNK) return false;
    ring->head = trace_chunk(room, ring->chunk);
    ring->next = (uint64_t *)(void *)(ring->head + 1);
    ring->end = (uint64_t *)(void *)((char *)ring->head + QTRACE_CHUNK_SIZE) - WORDS_AT_ONCE + 1;
    ring->record_time = ring->head->moment.ticks;
    if (ring->last_time < ring->record_time) ring->last_time = ring->record_time;
    ring->task = task;
    return true;
}

enum { PREFETCHED = 512 }; // bytes ahead: nobody has touched them, and the program's next lock would wait for them

static inline __attribute__((always_inline)) void append_words(TraceRing *ring, const TraceEvent *event) {
    __builtin_prefetch((char *)ring->next + PREFETCHED, 1);
    ring->next += qtrace_pack_event(event, ring->next);
}

static inline void append_again(TraceRing *ring, uint32_t time, uint32_t slot) {
    __builtin_prefetch((char *)ring->next + PREFETCHED, 1);
    *ring->next++ = qtrace_pack_again(time, slot);
}

// What the next event needs to be told before it. Seldom called.
static __attribute__((noinline)) void append_step(TraceRing *ring, uint32_t task, uint64_t time) {
    if (task != ring->task) append_words(ring, &(TraceEvent){.kind = QEV_TASK, .value = task});
    ring->task = task;
    if (time - ring->record_time < QTRACE_TIME_LIMIT) return;
    append_words(ring, &(TraceEvent){.kind = QEV_TIME, .value = (uint32_t)time, .sequence = (uint32_t)(time >> 32)});
    ring->record_time = time;
}

// The time of an event that happens now. Counters of different processors may differ by a few ticks; within a thread
// no two events have one time, whatever order they are read in.
static inline uint64_t next_time(const TraceRoom *room, TraceRing *ring) {
    uint64_t time = trace_ticks(room->clock);
    if (unlikely(time <= ring->last_time)) time = ring->last_time + 1;
    ring->last_time = time;
    return time;
}

static inline void open_event(TraceRing *ring, const TraceEvent *event, bool is_short) {
    bool is_lock = event->kind == QEV_ACQUIRE;
    ring->open[ring->open_count++ % OPEN_LIMIT] = (OpenEvent){.word = is_short ? ring->next : ring->next + 1,
                                                              .time = ring->record_time,
                                                              .object = is_lock ? event->object : 0,
                                                              .closing = is_lock ? QEV_RELEASE : QEV_RUN,
                                                              .flags = is_lock ? event->flags : 0,
                                                              .is_short = is_short};
}

// Object, site and flags, as the writer remembers them; never 0.
static inline uint64_t known_key(const TraceEvent *event) {
    return event->object | (uint64_t)event->site << 24 | (uint64_t)event->flags << 50 | (uint64_t)1 << 63;
}

// Whether the chunk has told of such an event before: it does from now on.
static inline bool is_known(TraceRing *ring, const TraceEvent *event, uint32_t slot) {
    uint64_t key = known_key(event), before = ring->known[slot];
    ring->known[slot] = key;
    return likely(before == key) && !event->value && !event->sequence;
}

static inline __attribute__((always_inline)) void append_event(TraceRoom *room, TraceRing *ring, uint32_t task,
                                                               bool is_own, TraceEvent event) {
    if (unlikely(ring->next >= ring->end && !next_chunk(room, ring, task))) {
        trace_drop(room);
        return;
    }
    uint64_t time = next_time(room, ring);
    if (unlikely(task != ring->task || time - ring->record_time >= QTRACE_TIME_LIMIT)) append_step(ring, task, time);
    event.time = (uint32_t)(time - ring->record_time);
    ring->record_time = time;
    uint32_t slot = qtrace_slot(event.object, event.site, event.flags);
    bool is_short = event.kind == QEV_ACQUIRE && is_known(ring, &event, slot);
    if (is_own && (event.kind == QEV_ACQUIRE || event.kind == QEV_BLOCK)) open_event(ring, &event, is_short);
    if (is_short)
        append_again(ring, event.time, slot);
    else
        append_words(ring, &event);
    ring->count++;
    __atomic_store_n(&ring->head->used, (uint32_t)((char *)ring->next - (char *)ring->head), __ATOMIC_RELEASE);
}

// The latest event that this one ends, to be ended once.
static inline OpenEvent *find_open(TraceRing *ring, const TraceEvent *event) {
    for (uint32_t i = 1; i <= OPEN_LIMIT; i++) {
        OpenEvent *open = &ring->open[(ring->open_count - i) % OPEN_LIMIT];
        if (!open->word || open->closing != event->kind || open->object != event->object) continue;
        if (i == 1) ring->open_count--;
        return open;
    }
    return NULL;
}

// Whether the event became the length of the one that it ends: what nearly every release of a lock does.
static inline __attribute__((always_inline)) bool give_length(const TraceRoom *room, TraceRing *ring,
                                                              const TraceEvent *event) {
    OpenEvent *open = find_open(ring, event);
    if (!open) return false;
    uint64_t *word = open->word;
    open->word = NULL;
    if (event->flags != open->flags || event->value || event->site) return false;
    uint64_t length = next_time(room, ring) - open->time;
    if (length >= (open->is_short ? QTRACE_SHORT_LIMIT : QTRACE_TIME_LIMIT)) return false;
    uint64_t ended = open->is_short ? qtrace_again_with_length(*word, (uint32_t)length)
                                    : qtrace_with_length(*word, (uint32_t)length);
    __atomic_store_n(word, ended, __ATOMIC_RELEASE);
    ring->count++;
    return true;
}

// Inlined, so that an entry of which little is known to be set never lies in memory.
static inline __attribute__((always_inline)) void write_event(TraceRoom *room, TraceRing *ring, const TraceEntry *entry,
                                                              uint32_t object) {
    uint32_t task = trace_task_id(entry->task);
    TraceEvent event = {.object = object,
                        .site = entry->site,
                        .value = entry->other ? trace_task_id(entry->other) : entry->value,
                        .sequence = entry->sequence,
                        .kind = entry->kind,
                        .wait = entry->wait,
                        .flags = entry->flags};
    bool is_own = entry->task == task_thread.thread;
    if (is_own && (event.kind == QEV_RELEASE || event.kind == QEV_RUN) && give_length(room, ring, &event)) return;
    if (unlikely(task != ring->task)) trace_describe_task(room, entry->task);
    if (entry->other) trace_describe_task(room, entry->other);
    if (entry->site && unlikely(!trace_has_bit(room->described_sites, entry->site)))
        trace_describe_site(room, entry->site);
    append_event(room, ring, task, is_own, event);
}

// The ring, which is busy from here on; NULL when the event is dropped.
static inline TraceRing *begin_event(TraceRoom *room, const Task *task) {
    TraceRing *ring = room && task ? ring_here(room) : NULL;
    if (unlikely(!ring || ring->is_busy)) {
        if (room) trace_drop(room);
        return NULL;
    }
    ring->is_busy = true;
    atomic_signal_fence(memory_order_seq_cst);
    return ring;
}

static inline void end_event(TraceRing *ring) {
    atomic_signal_fence(memory_order_seq_cst);
    ring->is_busy = false;
}

void trace_write(const TraceEntry *entry) {
    TraceRoom *room = trace_room();
    TraceRing *ring = begin_event(room, entry->task);
    if (!ring) return;
    write_event(room, ring, entry, entry->object > 1 ? trace_find_object(room, ring, entry) : 0);
    end_event(ring);
    if (entry->kind == QEV_END && entry->task == task_thread.thread) end_ring(room, ring);
}

void trace_write_lock(Task *task, TraceEventKind kind, uintptr_t lock, uint32_t *id, bool is_shared, StackId site) {
    TraceRoom *room = trace_room();
    TraceRing *ring = begin_event(room, task);
    if (!ring) return;
    TraceEntry entry = {
        .task = task, .kind = (uint8_t)kind, .flags = is_shared ? QTRACE_SHARED : 0, .object = lock, .site = site};
    uint32_t object = __atomic_load_n(id, __ATOMIC_RELAXED);
    if (unlikely(!object)) {
        TraceEntry first = entry; // whose address is taken
        object = trace_find_object(room, ring, &first);
        __atomic_store_n(id, object, __ATOMIC_RELAXED);
    }
    write_event(room, ring, &entry, object);
    end_event(ring);
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
