// SPDX-License-Identifier: MIT
// The .qtrace file, version 3: written by libqtrace while a program runs, read by `chanvet trace`. FORMAT.md tells the
// rules; this header and event.h are their single list of numbers and layouts, for writer and readers alike.
//
//   file = header page, then chunks of header.chunk_size bytes each, in the order in which they were taken
//   chunk = TraceChunk, then events of one thread (one to three words of 8 bytes) or records of tables (8-byte steps)
//
// Little-endian, all fields naturally aligned. The writer maps the file shared and stores straight into it: what is
// stored survives a killed process. Nothing here depends on the machine that reads.
#pragma once
#include <stdint.h>

#define QTRACE_MAGIC "QTRACE\r\n" // a transfer as text breaks it
#define QTRACE_NAME_LIMIT 63      // bytes of a mark's name, the closing zero not counted

enum {
    QTRACE_VERSION = 3,
    QTRACE_HEADER_SIZE = 4096,
    QTRACE_CHUNK_SIZE = 65536, // what our writer uses; readers obey header.chunk_size
    QTRACE_CHUNK_SIZE_LEAST = 4096,
    QTRACE_CHUNK_SIZE_MOST = 1 << 24,
    QTRACE_FRAME_LIMIT = 64, // addresses in a site
};

typedef enum TraceClock {
    QTRACE_CLOCK_NANOSECONDS = 1, // ticks are nanoseconds of CLOCK_MONOTONIC
    QTRACE_CLOCK_TICKS = 2,       // ticks are those of a constant-rate counter (x86 TSC, AArch64 CNTVCT)
} TraceClock;

typedef enum TraceState {
    QTRACE_RUNNING = 0,  // the process was killed, or still runs
    QTRACE_FINISHED = 1, // the writer closed the file
} TraceState;

// One moment in both clocks. With QTRACE_CLOCK_NANOSECONDS both are equal.
typedef struct TraceMoment {
    uint64_t ticks, nanoseconds;
} TraceMoment;

// The first QTRACE_HEADER_SIZE bytes; what is not named is zero.
typedef struct TraceHeader {
    char magic[8];
    uint32_t version, header_size;
    uint32_t chunk_size, clock;
    uint64_t ticks_per_second; // an estimate where no two moments of the file are apart
    TraceMoment start;
    uint64_t start_wall; // nanoseconds since 1970-01-01 UTC
    uint32_t pid, command_length;
    uint32_t check;           // qtrace_check of the bytes before this field and of the command
    uint32_t reserved;        // what follows changes while the program runs
    uint32_t state;           // TraceState
    uint32_t chunk_count;     // chunks that lie in the file
    uint64_t dropped_events;  // events for which there was no room
    uint64_t dropped_records; // table records for which there was no room
    char command[4000];       // the arguments, each closed by a zero byte
} TraceHeader;

typedef enum TraceChunkKind {
    QTRACE_CHUNK_FREE = 0,            // taken but not yet used
    QTRACE_CHUNK_EVENTS = 0x544e5645, // "EVNT": events of one thread, oldest first
    QTRACE_CHUNK_TABLE = 0x4c424154,  // "TABL": records; never overwritten
} TraceChunkKind;

// Starts each chunk. The owner stores `used` after each event or record; what lies behind it is undefined.
typedef struct TraceChunk {
    uint32_t kind;
    uint32_t thread;    // whose events: a number from 0, one for each writing thread; tables: 0
    uint64_t first;     // how many events the thread had recorded before the first one here; a gap was overwritten
    TraceMoment moment; // taken just before the first event or record here; where the times of the events count from
    uint32_t task;      // whose the first event is; tables: 0
    uint32_t reserved;
    uint32_t check; // qtrace_check of what lies before, with the kind that it gets
    uint32_t used;  // bytes of the chunk, this header included
    uint64_t unused[2];
} TraceChunk;

// What happened.
typedef enum TraceEventKind {
    QEV_NONE = 0,
    QEV_SPAWN,       // starts task `value`
    QEV_RUN,         // begins to run, first of all or again after a wait; value: the kernel's thread id, or 0
    QEV_ALTERNATIVE, // the next QEV_BLOCK also waits on `object`, in the way `wait`: one for each case of a select
    QEV_BLOCK,   // begins to wait, in the way `wait`, for `object` (0: see the alternatives) or for task `value` (join)
    QEV_READY,   // lets task `value` go on, through `object`
    QEV_SYSCALL, // enters a call that may wait for the outside; value: its number in TraceCall
    QEV_SYSCALL_END, // comes back from it
    QEV_END,         // ends
    QEV_SEND,        // has sent message `sequence`; value: fill after it. Also: post, give, put, done of a counter
    QEV_RECEIVE,     // has received message `sequence`; value: fill after it. Also: semaphore wait, take
    QEV_CLOSE,       // closed the channel; value: fill after it
    QEV_ACQUIRE,     // holds the lock from now on
    QEV_RELEASE,     // has given the lock back
    QEV_NOTIFY,      // signal or broadcast; value: how many it woke, where known
    QEV_CANCEL,      // cancels task `value`, or all that listen to `object`
    QEV_CANCELLED,   // notices that it was cancelled: a call came back with that, or a test said so
    QEV_MARK,        // qtrace_mark; value: id of a QREC_TEXT
    QEV_KIND_COUNT,
    QEV_AGAIN = 29, // in one word: a QEV_ACQUIRE like an earlier one of the chunk
    QEV_TASK = 30,  // no event: those that follow in the chunk are told of task `value`
    QEV_TIME = 31,  // no event: times count from here; value and, above it, sequence are the ticks in full
} TraceEventKind;

// What a blocked task waits for.
typedef enum TraceWait {
    QWAIT_NONE = 0,
    QWAIT_SEND,
    QWAIT_RECEIVE,
    QWAIT_SELECT,
    QWAIT_LOCK,        // exclusive
    QWAIT_LOCK_SHARED, // as a reader
    QWAIT_CONDITION,
    QWAIT_SEMAPHORE,
    QWAIT_COUNTER, // wait group
    QWAIT_BARRIER,
    QWAIT_ONCE,
    QWAIT_JOIN,
    QWAIT_SLEEP,
    QWAIT_OUTSIDE, // files, sockets, signals, children
    QWAIT_OTHER,
    QWAIT_KIND_COUNT
} TraceWait;

// Bits of TraceEvent.flags.
enum {
    QTRACE_TIMED = 1,   // QEV_BLOCK: ends by itself at a deadline
    QTRACE_EXPIRED = 2, // QEV_RUN: the deadline was over
    QTRACE_AT_END = 4,  // QEV_RECEIVE: no message, the channel is closed
    QTRACE_SHARED = 8,  // QEV_ACQUIRE, QEV_RELEASE: as a reader
    QTRACE_FLAGS = 15,
};

// System calls are told apart only as far as a reader cares.
typedef enum TraceCall {
    QCALL_OTHER = 0,
    QCALL_READ,
    QCALL_WRITE,
    QCALL_POLL,
    QCALL_ACCEPT,
    QCALL_CONNECT,
    QCALL_WAIT_CHILD,
    QCALL_SLEEP,
    QCALL_SIGNAL,
    QCALL_FILE,
    QCALL_KIND_COUNT
} TraceCall;

typedef enum TraceObjectKind {
    QOBJECT_OTHER = 0,
    QOBJECT_CHANNEL,
    QOBJECT_LOCK,
    QOBJECT_READERS_LOCK,
    QOBJECT_CONDITION,
    QOBJECT_SEMAPHORE,
    QOBJECT_COUNTER,
    QOBJECT_BARRIER,
    QOBJECT_ONCE,
    QOBJECT_KIND_COUNT
} TraceObjectKind;

typedef enum TraceTaskKind { QTASK_MAIN, QTASK_THREAD, QTASK_COROUTINE, QTASK_KIND_COUNT } TraceTaskKind;

#define QTRACE_UNBOUNDED UINT64_MAX // a capacity

// Tables. Ids count from 1 and are never used again; 0 is "none". Records may come after the events that name them.
// A text is bytes that a zero closes; the record is filled with zeros to a multiple of 8.
typedef enum TraceRecordKind {
    QREC_MODULE = 1,  // TraceModule, text: path
    QREC_TASK,        // TraceTask, text: name, may be empty
    QREC_TASK_NAME,   // TraceText, text: replaces the name of task `id`
    QREC_OBJECT,      // TraceObject, text: name, may be empty
    QREC_OBJECT_NAME, // TraceText, text: replaces the name of object `id`
    QREC_SITE,        // TraceSite
    QREC_TEXT,        // TraceText, text: what events refer to by `id`
    QREC_FRAME,       // TraceFrame, texts: function, file; added when the program has ended
    QREC_KIND_END
} TraceRecordKind;

typedef struct TraceRecord {
    uint32_t kind, size; // size in bytes, this header included, a multiple of 8
    uint32_t check;      // qtrace_check of everything behind this field
    uint32_t reserved;
} TraceRecord;

typedef struct TraceModule { // an executable mapping: addresses low … high-1
    TraceRecord record;
    uint64_t low, high;
    uint64_t bias;   // address minus bias is the address that the module's symbol tables use
    uint64_t offset; // of `low` in the file
    uint8_t build_id_length, build_id[31];
} TraceModule;

typedef struct TraceTask {
    TraceRecord record;
    uint32_t id, parent;
    uint32_t kind, site; // TraceTaskKind; where it was started
    uint64_t thread_id;  // the kernel's, or 0
} TraceTask;

typedef struct TraceObject {
    TraceRecord record;
    uint32_t id, kind;          // TraceObjectKind
    uint32_t site, reserved;    // where it was made
    uint64_t address, capacity; // of a channel: 0 rendezvous, QTRACE_UNBOUNDED
} TraceObject;

typedef struct TraceSite { // a call stack, innermost call first
    TraceRecord record;
    uint32_t id, count;
    uint64_t addresses[]; // inside the call instruction: return addresses minus 1
} TraceSite;

typedef struct TraceText {
    TraceRecord record;
    uint32_t id, reserved;
} TraceText;

typedef struct TraceFrame { // what `address` means; several for one address are inlined calls, innermost first
    TraceRecord record;
    uint64_t address;
    uint32_t line, column; // 0 unknown
} TraceFrame;

_Static_assert(sizeof(TraceHeader) == QTRACE_HEADER_SIZE, "the header is one page");
_Static_assert(sizeof(TraceChunk) == 64, "layout of the file");
_Static_assert(sizeof(TraceRecord) == 16 && sizeof(TraceModule) == 80 && sizeof(TraceTask) == 40, "layout of the file");
_Static_assert(sizeof(TraceObject) == 48 && sizeof(TraceFrame) == 32, "layout of the file");

// FNV-1a with 32 bits over `length` bytes; `check` is that of the bytes before, or QTRACE_CHECK_START.
#define QTRACE_CHECK_START 2166136261u
static inline uint32_t qtrace_check(uint32_t check, const void *bytes, uint64_t length) {
    const unsigned char *byte = bytes;
    for (uint64_t i = 0; i < length; i++) check = (check ^ byte[i]) * 16777619u;
    return check;
}
