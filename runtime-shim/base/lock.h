// SPDX-License-Identifier: MIT
// A lock of one word that sleeps in the kernel. Held for a few instructions by the runtime only; never while the
// program's code or a blocking call of libc runs. Not recursive. Zeroed is free.
#pragma once
#include "base/raw.h"

#include <stdatomic.h>
#include <stdbool.h>

typedef struct Lock {
    _Atomic uint32_t state; // 0 free, 1 held, 2 held and somebody sleeps
} Lock;

void lock_take_slowly(Lock *lock);

static inline bool lock_try(Lock *lock) {
    uint32_t free = 0;
    return atomic_compare_exchange_strong_explicit(&lock->state, &free, 1, memory_order_acquire, memory_order_relaxed);
}

static inline void lock_take(Lock *lock) {
    if (!lock_try(lock)) lock_take_slowly(lock);
}

static inline void lock_release(Lock *lock) {
    if (atomic_exchange_explicit(&lock->state, 0, memory_order_release) == 2)
        raw_wake((const uint32_t *)&lock->state, 1);
}
