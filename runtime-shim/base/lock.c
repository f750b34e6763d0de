// SPDX-License-Identifier: MIT
#include "base/lock.h"

void lock_take_slowly(Lock *lock) {
    for (int spin = 0; spin < 100; spin++)
        if (atomic_load_explicit(&lock->state, memory_order_relaxed) == 0 && lock_try(lock)) return;
    while (atomic_exchange_explicit(&lock->state, 2, memory_order_acquire) != 0)
        raw_wait((const uint32_t *)&lock->state, 2);
}

// The holder is running: it is done before the spinning is; or it is not, and may need this processor.
void quick_lock_take_slowly(QuickLock *lock) {
    enum { SPINS = 200, PAUSE_FIRST = 2000, PAUSE_LAST = 200000 }; // nanoseconds
    for (uint64_t pause = PAUSE_FIRST;; pause = pause * 2 < PAUSE_LAST ? pause * 2 : PAUSE_LAST) {
        for (int spin = 0; spin < SPINS; spin++)
            if (atomic_load_explicit(&lock->state, memory_order_relaxed) == 0 && quick_lock_try(lock)) return;
        raw_sleep(pause);
    }
}
