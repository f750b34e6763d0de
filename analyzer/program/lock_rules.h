// SPDX-License-Identifier: MIT
// The part of api.h that tells locks and attribute calls apart: what locking again does, who gets a lock that several
// want, and which property a call sets.
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef enum LockMode { LOCK_EXCLUSIVE, LOCK_SHARED } LockMode;
typedef enum Recursion { RECURSION_BLOCKS, RECURSION_COUNTS, RECURSION_FAILS } Recursion;

// Who gets a lock that several want.
typedef enum LockOrder {
    LOCK_READERS_FIRST, // whoever comes when it is free; readers come in while readers hold it (glibc)
    LOCK_WRITERS_FIRST, // new readers wait behind a waiting writer; an unlock hands over, to writers first
    LOCK_IN_TURN,       // an unlock hands over to who waits longest, neighbouring readers together (neco)
    LOCK_ALTERNATES,    // new readers wait behind a waiting writer; an unlock hands over to the other side (plan9)
} LockOrder;

// What the value of a lock's kind means: given at its initialisation, or in a field of the lock itself.
typedef struct LockKinds {
    bool has_place; // initialisers put the kind into the 4 bytes at `place`
    uint32_t place;
    uint32_t recursion_count, order_count; // 0: the kind does not say
    Recursion recursions[4];
    LockOrder orders[4];
} LockKinds;

// What EVENT_ATTRIBUTE sets: of the attribute object, or, where it has no object, of the calling task.
typedef enum Property {
    PROPERTY_ALL, // everything back to its default
    PROPERTY_KIND,
    PROPERTY_ROBUST,
    PROPERTY_DETACHED,
    PROPERTY_CANCEL_DISABLED,
    PROPERTY_CANCEL_ASYNCHRONOUS, // may end anywhere, not only at blocking calls
    PROPERTY_CANCEL_INLINE,       // a cancel is told by the blocking call once, the task goes on
    PROPERTY_CLEANUP,             // how many cleanup handlers are registered: the value is added
} Property;
