// SPDX-License-Identifier: MIT
#include "base/lock.h"

void lock_take_slowly(Lock *lock) {
    for (int spin = 0; spin < 100; spin++)
        if (atomic_load_explicit(&lock->state, memory_order_relaxed) == 0 && lock_try(lock)) return;
    while (atomic_exchange_explicit(&lock->state, 2, memory_order_acquire) != 0)
        raw_wait((const uint32_t *)&lock->state, 2);
}
