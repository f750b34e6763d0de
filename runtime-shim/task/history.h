// SPDX-License-Identifier: MIT
// What a task did, so that the stack of an earlier access can be restored when a race with it shows: function entries
// and exits, the accesses that were written to shadow memory, epochs, locks taken and given back. Each task writes
// words into segments of its own; when all segments are in use the oldest full one of any task is taken over.
//
// Words, by their lowest bit:
//   1  access: bit 1 read, bit 2 atomic, bits 3-4 binary logarithm of the size, bits 5-19 the distance of its program
//      counter from that of the access before it (signed), bits 20-63 the address
//   0  bits 1-3 say which HistoryKind; bits 4-63 are its value
#pragma once
#include "base/lock.h"
#include "task/stack_store.h"

#include <stdatomic.h>

enum {
    HISTORY_SEGMENT_WORDS = 8 << 10, // 64 KB
    HISTORY_SHADOW_STACK = 64 << 10, // deepest call stack that is followed
    HISTORY_HELD = 16,               // most locks remembered at an access
};

typedef enum HistoryKind {
    HISTORY_CALL,   // a function was entered: its return address; 0: it was left
    HISTORY_EPOCH,  // from here on: slot in bits 12-19, epoch in bits 20-33
    HISTORY_ACCESS, // an access of any size: flags, program counter; the next two words are address and size
    HISTORY_LOCK,   // mode in bit 4, the next word is the object's address, then the stack's number
    HISTORY_UNLOCK, // the next word is the object's address
} HistoryKind;

typedef struct HistoryHeld {
    uintptr_t object;
    StackId stack;
    bool is_shared;
} HistoryHeld;

typedef struct HistorySegment {
    struct HistorySegment *next;       // of the same task, later
    struct HistorySegment *queue_next; // among the full ones of all tasks, later
    struct Task *owner;
    uint32_t owner_number;
    uint32_t generation; // of clocks, when it was begun
    uint16_t slot, epoch;
    StackId stack;           // calls that were open at its start
    uint64_t *end;           // of what is written; while it is being written: NULL
    uintptr_t first_counter; // program counter that the first access's distance is from
    uint32_t held_count;     // locks held at its start
    HistoryHeld held[HISTORY_HELD];
    uint64_t words[HISTORY_SEGMENT_WORDS];
} HistorySegment;

typedef struct History {
    uint64_t *next, *limit; // where the next word goes; equal when a new segment is needed
    uintptr_t counter;      // program counter of the last access that was written
    HistorySegment *first, *last;
} History;

// The stack that the task with `number` had when it made the access that a shadow cell tells of: the last in the given
// slot and epoch that has these flags (1 read, 2 atomic) and covers the bytes address .. address + size. The innermost
// frame is the access's program counter. `held` gets the addresses of the locks held then (at most HISTORY_HELD).
typedef struct HistoryAccess {
    Stack stack;
    uintptr_t address;
    size_t size;
    uint32_t held_count;
    HistoryHeld held[HISTORY_HELD];
} HistoryAccess;

bool history_restore(uint32_t number, unsigned slot, unsigned epoch, uintptr_t address, size_t size, unsigned flags,
                     HistoryAccess *access);
