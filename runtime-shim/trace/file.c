// SPDX-License-Identifier: MIT
// The file and its chunks. Room is made on the disk before a chunk is touched: a full disk costs events, not the
// process.
#include "base/print.h"
#include "trace/room.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

enum { CHUNKS_AT_ONCE = 16, NAMES_TRIED = 100, TABLE_SHARE = 4 };

static int open_file(void) {
    char path[OPTION_TEXT_SIZE + 32];
    int descriptor = -EEXIST;
    // A program that was replaced by exec had the same number.
    for (int i = 0; i < NAMES_TRIED && descriptor == -EEXIST; i++) {
        print_into(path, sizeof path, i ? "%s.%d.%d" : "%s.%d", runtime.options.trace, runtime.process, i);
        descriptor = raw_open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    }
    if (descriptor >= 0) return descriptor;
    Printer printer;
    printer_start(&printer, 2);
    print_format(&printer, "qtrace: cannot write the trace %s (error %d)\n", path, -descriptor);
    printer_flush(&printer);
    return -1;
}

static bool make_room(TraceRoom *room, uint32_t chunks) {
    size_t end = QTRACE_HEADER_SIZE + (size_t)chunks * QTRACE_CHUNK_SIZE;
    if (raw_call6(SYS_fallocate, room->descriptor, 0, 0, (long)end, 0, 0) < 0) return false;
    room->chunks_allocated = chunks;
    return true;
}

static void write_command(TraceHeader *header) {
    int descriptor = raw_open("/proc/self/cmdline", O_RDONLY, 0);
    long length = descriptor < 0 ? 0 : raw_read(descriptor, header->command, sizeof header->command);
    if (descriptor >= 0) raw_close(descriptor);
    header->command_length = length > 0 ? (uint32_t)length : 0;
}

static void write_header(TraceRoom *room) {
    TraceHeader *header = trace_header(room);
    struct timespec now;
    memcpy(header->magic, QTRACE_MAGIC, sizeof header->magic);
    header->version = QTRACE_VERSION;
    header->header_size = QTRACE_HEADER_SIZE;
    header->chunk_size = QTRACE_CHUNK_SIZE;
    header->clock = trace_start_clock(&header->start, &header->ticks_per_second);
    room->clock = header->clock;
    clock_gettime(CLOCK_REALTIME, &now);
    header->start_wall = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
    header->pid = (uint32_t)runtime.process;
    write_command(header);
    uint32_t check = qtrace_check(QTRACE_CHECK_START, header, offsetof(TraceHeader, check));
    header->check = qtrace_check(check, header->command, header->command_length);
}

bool trace_file_create(TraceRoom *room) {
    int64_t megabytes = runtime.options.trace_mb;
    if (megabytes < 1) megabytes = 1;
    if (megabytes > 4096) megabytes = 4096;
    room->chunk_limit = (uint32_t)(megabytes << 20) / QTRACE_CHUNK_SIZE;
    if (megabytes == 4096) room->chunk_limit = 65536;
    room->descriptor = open_file();
    if (room->descriptor < 0) return false;
    size_t size = QTRACE_HEADER_SIZE + (size_t)room->chunk_limit * QTRACE_CHUNK_SIZE;
    long mapped = raw_call6(SYS_mmap, 0, (long)size, PROT_READ | PROT_WRITE, MAP_SHARED, room->descriptor, 0);
    if ((mapped < 0 && mapped > -4096) || !make_room(room, 1)) {
        raw_close(room->descriptor);
        return false;
    }
    room->file = (char *)mapped;
    room->full_chunks = memory_allocate(room->chunk_limit * sizeof *room->full_chunks);
    write_header(room);
    return true;
}

// A chunk that was never used, or NO_CHUNK. The lock is held.
static int32_t new_chunk(TraceRoom *room) {
    TraceHeader *header = trace_header(room);
    if (room->is_full || header->chunk_count == room->chunk_limit) return NO_CHUNK;
    if (header->chunk_count == room->chunks_allocated) {
        uint32_t wanted = room->chunks_allocated + CHUNKS_AT_ONCE;
        if (wanted > room->chunk_limit) wanted = room->chunk_limit;
        if (!make_room(room, wanted)) {
            room->is_full = true;
            return NO_CHUNK;
        }
    }
    return (int32_t)header->chunk_count++;
}

static int32_t oldest_chunk(TraceRoom *room) {
    if (!room->full_count) return NO_CHUNK;
    int32_t chunk = room->full_chunks[room->first_full];
    room->first_full = (room->first_full + 1) % room->chunk_limit;
    room->full_count--;
    return chunk;
}

// All pages of a chunk in one call instead of a fault for each: half of what an event costs. A kernel before 5.14
// refuses, and faults.
static void touch_pages(TraceRoom *room, int32_t chunk) {
    enum { POPULATE_WRITE = 23 };
    uintptr_t start = (uintptr_t)trace_chunk(room, chunk);
    raw_call3(SYS_madvise, (long)start, QTRACE_CHUNK_SIZE, POPULATE_WRITE);
}

int32_t trace_file_take(TraceRoom *room, TraceChunkKind kind, TraceChunk new) {
    lock_take(&room->lock);
    int32_t chunk = room->is_finished ? NO_CHUNK : new_chunk(room);
    bool is_new = chunk != NO_CHUNK;
    if (!is_new && !room->is_finished) chunk = oldest_chunk(room);
    lock_release(&room->lock);
    if (chunk == NO_CHUNK) return chunk;
    if (is_new) touch_pages(room, chunk); // the chunk is ours alone: others need not wait
    TraceChunk *head = trace_chunk(room, chunk);
    __atomic_store_n(&head->kind, QTRACE_CHUNK_FREE, __ATOMIC_RELEASE);
    new.kind = kind;
    new.moment = trace_moment(room->clock);
    new.check = qtrace_check(QTRACE_CHECK_START, &new, offsetof(TraceChunk, check));
    new.used = sizeof new;
    new.kind = QTRACE_CHUNK_FREE;
    *head = new;
    __atomic_store_n(&head->kind, kind, __ATOMIC_RELEASE);
    return chunk;
}

void trace_file_retire(TraceRoom *room, int32_t chunk) {
    lock_take(&room->lock);
    room->full_chunks[(room->first_full + room->full_count++) % room->chunk_limit] = chunk;
    lock_release(&room->lock);
}

void trace_file_close(TraceRoom *room) {
    TraceHeader *header = trace_header(room);
    lock_take(&room->lock);
    room->is_finished = true;
    long size = QTRACE_HEADER_SIZE + (long)header->chunk_count * QTRACE_CHUNK_SIZE;
    header->state = QTRACE_FINISHED;
    raw_call3(SYS_ftruncate, room->descriptor, size, 0);
    raw_close(room->descriptor);
    lock_release(&room->lock);
}

void trace_drop(TraceRoom *room) {
    __atomic_fetch_add(&trace_header(room)->dropped_events, 1, __ATOMIC_RELAXED);
}

void trace_drop_record(TraceRoom *room) {
    __atomic_fetch_add(&trace_header(room)->dropped_records, 1, __ATOMIC_RELAXED);
}

// Tables may take a quarter of the file. The table lock is held.
static bool take_table_chunk(TraceRoom *room) {
    if (room->table_chunks >= (room->chunk_limit + TABLE_SHARE - 1) / TABLE_SHARE) return false;
    int32_t chunk = trace_file_take(room, QTRACE_CHUNK_TABLE, (TraceChunk){0});
    if (chunk == NO_CHUNK) return false;
    room->table_chunk = chunk;
    room->table_used = sizeof(TraceChunk);
    room->table_chunks++;
    return true;
}

bool trace_table_append(TraceRoom *room, TraceRecordKind kind, void *fixed, size_t size, const char *first,
                        const char *second) {
    size_t first_length = first ? strlen(first) + 1 : 0, second_length = second ? strlen(second) + 1 : 0;
    size_t whole = (size + first_length + second_length + 7) & ~(size_t)7;
    bool has_room = room->table_chunk != NO_CHUNK && room->table_used + whole <= QTRACE_CHUNK_SIZE;
    if (whole > QTRACE_CHUNK_SIZE - sizeof(TraceChunk) || (!has_room && !take_table_chunk(room))) {
        trace_drop_record(room);
        return false;
    }
    TraceChunk *chunk = trace_chunk(room, room->table_chunk);
    char *place = (char *)chunk + room->table_used;
    TraceRecord *record = (TraceRecord *)(void *)place;
    memset(place, 0, whole);
    memcpy(place, fixed, size);
    if (first) memcpy(place + size, first, first_length);
    if (second) memcpy(place + size + first_length, second, second_length);
    record->kind = kind;
    record->size = (uint32_t)whole;
    record->reserved = 0;
    uint32_t check = qtrace_check(QTRACE_CHECK_START, record, offsetof(TraceRecord, check));
    size_t covered = offsetof(TraceRecord, reserved);
    record->check = qtrace_check(check, place + covered, whole - covered);
    room->table_used += (uint32_t)whole;
    __atomic_store_n(&chunk->used, room->table_used, __ATOMIC_RELEASE);
    return true;
}
