// SPDX-License-Identifier: MIT
// What the room keeps for the process. Only files of this folder include it.
#pragma once
#include "base/memory.h"
#include "sync/sync.h"

enum { SYNC_LIMIT = 1 << 24, CHAIN_LOCKS = 64, HANDLE_BUCKETS = 1 << 12 };

typedef union ClockBlock {
    Clock clock;
    union ClockBlock *next; // while it is free
} ClockBlock;

typedef struct SyncRoom {
    Pool objects;
    _Atomic uint32_t next_number;
    struct {
        Lock lock;
        char apart[60]; // on cache lines of their own
    } chains[CHAIN_LOCKS];
    Lock clock_lock;
    ClockBlock *free_clocks;
    struct LockGraph *graph;     // lock_graph.c
    struct HandleTable *handles; // handle.c
    Pool under_way;              // channel.c
    void *free_channels;
} SyncRoom;

Clock *sync_clock_take(void); // contents undefined
void sync_clock_give(Clock *clock);
