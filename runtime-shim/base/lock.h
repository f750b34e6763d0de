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

// The same for what is held for a few instructions and taken at every lock or atomic of the program: giving it back is
// a plain store, at half the cost, and wakes nobody. Whoever finds it held looks again, then sleeps a while.
typedef struct QuickLock {
    _Atomic uint32_t state; // 0 free, 1 held
} QuickLock;

void quick_lock_take_slowly(QuickLock *lock);

static inline bool quick_lock_try(QuickLock *lock) {
    uint32_t free = 0;
    return atomic_compare_exchange_strong_explicit(&lock->state, &free, 1, memory_order_acquire, memory_order_relaxed);
}

static inline void quick_lock_take(QuickLock *lock) {
    if (!quick_lock_try(lock)) quick_lock_take_slowly(lock);
}

static inline void quick_lock_release(QuickLock *lock) {
    atomic_store_explicit(&lock->state, 0, memory_order_release);
}
