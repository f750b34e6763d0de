// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include <stdatomic.h>

static atomic_int number;
static atomic_flag flag = ATOMIC_FLAG_INIT;
static int plain, expected;

int load_calls(void) {
    int sum = atomic_load(&number); // role: atomic-load
    return sum + __atomic_load_n(&plain, __ATOMIC_ACQUIRE); // role: atomic-load
}

void store_calls(void) {
    atomic_store(&number, 1); // role: atomic-store
    atomic_flag_clear(&flag); // role: atomic-store
}

int exchange_calls(void) {
    int old = atomic_exchange(&number, 1); // role: atomic-exchange
    return old + __sync_lock_test_and_set(&plain, 1); // role: atomic-exchange
}

void update_calls(void) {
    atomic_fetch_add(&number, 1); // role: atomic-update
    atomic_fetch_sub(&number, 1); // role: atomic-update
    atomic_fetch_and(&number, 1); // role: atomic-update
    atomic_fetch_or(&number, 1); // role: atomic-update
    atomic_fetch_xor(&number, 1); // role: atomic-update
    __atomic_add_fetch(&plain, 1, __ATOMIC_RELAXED); // role: atomic-update
    __atomic_sub_fetch(&plain, 1, __ATOMIC_RELAXED); // role: atomic-update
    __atomic_and_fetch(&plain, 1, __ATOMIC_RELAXED); // role: atomic-update
    __atomic_or_fetch(&plain, 1, __ATOMIC_RELAXED); // role: atomic-update
    __atomic_xor_fetch(&plain, 1, __ATOMIC_RELAXED); // role: atomic-update
    __sync_fetch_and_add(&plain, 1); // role: atomic-update
}

int compare_exchange_calls(void) {
    return atomic_compare_exchange_strong(&number, &expected, 2); // role: atomic-compare-exchange
}

void fence_calls(void) {
    atomic_thread_fence(memory_order_seq_cst); // role: fence
    __sync_synchronize(); // role: fence
}
