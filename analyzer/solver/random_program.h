// SPDX-License-Identifier: MIT
// Random small concurrent programs for comparing engines with each other. A seed makes a skeleton (tasks,
// channels of capacity 0 to 2, locks, a wait group; branches, selects, counted loops, closes, joins; on demand also
// read-write locks, tries, semaphores, barriers, conditions with and without a predicate, counted levels, cancels),
// which is lowered twice: straight to a Net, and to a Program over an invented library, as the front end would. The
// skeletons contain no misuse: locks are released by their holder, wait groups do not fall below zero.
#pragma once
#include "solver/net.h"

typedef enum RandomKind {
    RANDOM_SEND,
    RANDOM_RECEIVE,
    RANDOM_CLOSE,
    RANDOM_LOCK,
    RANDOM_UNLOCK,
    RANDOM_ADD, // `count`
    RANDOM_DONE,
    RANDOM_WAIT,
    RANDOM_SPAWN,  // task `object`
    RANDOM_JOIN,   // task `object`
    RANDOM_BRANCH, // one of `blocks`: on an opaque value, or on opaque value `object` - 1 that is asked for again
    RANDOM_LOOP,   // blocks[0], `count` times; 0: for ever
    RANDOM_SELECT, // `cases`, and blocks[0] as default when there is one
    RANDOM_LOCK_SHARED,
    RANDOM_LOCK_WRITE,
    RANDOM_UNLOCK_SHARED, // of the read-write lock
    RANDOM_UNLOCK_WRITE,
    RANDOM_TRY, // lock `object`: blocks[0] with it, blocks[1] without
    RANDOM_ACQUIRE,
    RANDOM_RELEASE,
    RANDOM_BARRIER,
    RANDOM_SIGNAL, // condition `object`
    RANDOM_BROADCAST,
    RANDOM_SET,        // the flag
    RANDOM_AWAIT,      // the condition, once; lock 0 is held
    RANDOM_AWAIT_FLAG, // the condition until the flag is set; lock 0 is held
    RANDOM_CANCEL,     // task `object`
    RANDOM_CLEAR,      // the flag
    RANDOM_COUNT_UP,   // the level, by one
    RANDOM_COUNT_DOWN,
    RANDOM_SEND_TO_ALL, // who wait at channel `object`
    RANDOM_AWAIT_SOME,  // condition 0 while the level is 0; lock 0 is held
    RANDOM_AWAIT_ROOM,  // condition 1 while it is `count`; lock 0 is held
    RANDOM_KIND_COUNT
} RandomKind;

typedef struct RandomBlock RandomBlock;

typedef struct RandomCase {
    RandomKind kind; // SEND, RECEIVE
    uint32_t object;
    RandomBlock *block;
} RandomCase;

typedef struct RandomStatement {
    RandomKind kind;
    uint32_t object, count;
    RandomBlock *blocks[2];
    uint32_t block_count;
    RandomCase cases[3];
    uint32_t case_count;
} RandomStatement;

struct RandomBlock {
    ARRAY(RandomStatement) statements;
};

enum {
    RANDOM_TASKS = 4,
    RANDOM_CHANNELS = 3,
    RANDOM_LOCKS = 2,
    RANDOM_VALUES = 2,
    RANDOM_FLAG = RANDOM_VALUES + 1,
    RANDOM_CONDITIONS = 2
};

typedef struct RandomSkeleton {
    uint32_t task_count; // task 0 is main; every other is spawned
    RandomBlock *bodies[RANDOM_TASKS];
    uint32_t channel_count, capacities[RANDOM_CHANNELS];
    uint32_t lock_count;
    bool has_group;
    bool has_more, has_sends_to_all;
    bool has_cancel, cancel_ends; // a canceled task ends, or its calls fail from then on
    uint32_t permits;             // of the semaphore, at the start
    uint32_t barrier_size;        // 0: none
} RandomSkeleton;

// What may occur in a skeleton.
typedef struct RandomOptions {
    bool has_send_cases;   // selects with send cases
    bool has_free_values;  // branches that ask for one value again
    bool has_endless;      // loops without end
    bool has_more;         // read-write locks, tries, semaphores, barriers, conditions
    bool has_cancel;       // main cancels tasks
    bool has_monitors;     // with has_more: a level that is waited for; no nets of these
    bool has_sends_to_all; // no nets of these
    bool has_races; // with has_more: the flag is set and asked for anywhere, joins come anywhere; no nets of these
} RandomOptions;

RandomSkeleton *random_skeleton(uint64_t seed, RandomOptions options, Arena *arena);
void random_print(const RandomSkeleton *skeleton, Text *out);

Net *random_net(const RandomSkeleton *skeleton, Arena *arena);
Program *random_program(const RandomSkeleton *skeleton, Arena *arena);
