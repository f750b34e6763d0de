// SPDX-License-Identifier: MIT
// Atomic operations of 1 to 16 bytes: done here, with their orders. The access itself is checked after what the value
// carries was acquired (a plain initialisation published by the same variable is ordered then) and before its own epoch
// ends.
#include "sync/atomic.h"

#include "abi/access.h"

#define ENTRY __attribute__((visibility("default")))
#define COUNTER ((uintptr_t)__builtin_return_address(0))

typedef uint8_t Bits8;
typedef uint16_t Bits16;
typedef uint32_t Bits32;
typedef uint64_t Bits64;
typedef unsigned __int128 Bits128 __attribute__((aligned(16)));

static Task *atomic_task(void) {
    if (unlikely(!task_thread.thread || task_thread.in_runtime)) return NULL;
    if (unlikely(task_thread.pending_signals)) task_deliver_signals();
    return task_current();
}

static int order_of(int order) {
    order &= 0x7fff; // gcc's hints for lock elision
    return runtime.options.force_seq_cst_atomics ? 5 : order;
}

static inline __attribute__((always_inline)) void check_access(uintptr_t counter, uintptr_t address, unsigned size_log,
                                                               uint32_t flags) {
    access_one(counter, address, size_log < 3 ? size_log : 3, flags);
    if (size_log > 3) access_one(counter, address + 8, 3, flags);
}

// For failed compare-exchanges the order of failure, which never releases.
#define LOAD(bits, size_log)                                                                                           \
    ENTRY Bits##bits __tsan_atomic##bits##_load(const volatile Bits##bits *place, int given);                          \
    Bits##bits __tsan_atomic##bits##_load(const volatile Bits##bits *place, int given) {                               \
        Bits##bits value = READ_##bits(place);                                                                         \
        Task *task = atomic_task();                                                                                    \
        if (!task) return value;                                                                                       \
        int order = order_of(given);                                                                                   \
        Atomic atomic = sync_atomic_begin(task, (uintptr_t)place, ATOMIC_LOAD, order);                                 \
        if (atomic.task) value = READ_##bits(place);                                                                   \
        sync_atomic_acquire(&atomic, order);                                                                           \
        check_access(COUNTER, (uintptr_t)place, size_log, CELL_READ | CELL_ATOMIC);                                    \
        sync_atomic_end(&atomic, order);                                                                               \
        return value;                                                                                                  \
    }

#define STORE(bits, size_log)                                                                                          \
    ENTRY void __tsan_atomic##bits##_store(volatile Bits##bits *place, Bits##bits value, int given);                   \
    void __tsan_atomic##bits##_store(volatile Bits##bits *place, Bits##bits value, int given) {                        \
        Task *task = atomic_task();                                                                                    \
        if (!task) {                                                                                                   \
            WRITE_##bits(place, value);                                                                                \
            return;                                                                                                    \
        }                                                                                                              \
        int order = order_of(given);                                                                                   \
        Atomic atomic = sync_atomic_begin(task, (uintptr_t)place, ATOMIC_STORE, order);                                \
        check_access(COUNTER, (uintptr_t)place, size_log, CELL_ATOMIC);                                                \
        WRITE_##bits(place, value);                                                                                    \
        sync_atomic_end(&atomic, order);                                                                               \
    }

#define UPDATE(bits, size_log, name, operation)                                                                        \
    ENTRY Bits##bits __tsan_atomic##bits##_##name(volatile Bits##bits *place, Bits##bits value, int given);            \
    Bits##bits __tsan_atomic##bits##_##name(volatile Bits##bits *place, Bits##bits value, int given) {                 \
        Task *task = atomic_task();                                                                                    \
        if (!task) return operation(place, value);                                                                     \
        int order = order_of(given);                                                                                   \
        Atomic atomic = sync_atomic_begin(task, (uintptr_t)place, ATOMIC_UPDATE, order);                               \
        Bits##bits old = operation(place, value);                                                                      \
        sync_atomic_acquire(&atomic, order);                                                                           \
        check_access(COUNTER, (uintptr_t)place, size_log, CELL_ATOMIC);                                                \
        sync_atomic_end(&atomic, order);                                                                               \
        return old;                                                                                                    \
    }

// The value that was there before; it was exchanged when it equals `expected`.
#define EXCHANGE_IF(bits, size_log)                                                                                    \
    static inline Bits##bits exchange_if_##bits(uintptr_t counter, volatile Bits##bits *place, Bits##bits expected,    \
                                                Bits##bits value, int given, int given_failure) {                      \
        Task *task = atomic_task();                                                                                    \
        if (!task) return COMPARE_##bits(place, expected, value);                                                      \
        int order = order_of(given), failure = order_of(given_failure);                                                \
        Atomic atomic = sync_atomic_begin(task, (uintptr_t)place, ATOMIC_UPDATE, order);                               \
        Bits##bits old = COMPARE_##bits(place, expected, value);                                                       \
        if (old != expected) {                                                                                         \
            atomic.kind = ATOMIC_LOAD;                                                                                 \
            order = failure;                                                                                           \
        }                                                                                                              \
        sync_atomic_acquire(&atomic, order);                                                                           \
        check_access(counter, (uintptr_t)place, size_log, old == expected ? CELL_ATOMIC : CELL_ATOMIC | CELL_READ);    \
        sync_atomic_end(&atomic, order);                                                                               \
        return old;                                                                                                    \
    }                                                                                                                  \
    ENTRY Bits##bits __tsan_atomic##bits##_compare_exchange_val(volatile Bits##bits *place, Bits##bits expected,       \
                                                                Bits##bits value, int order, int failure);             \
    ENTRY int __tsan_atomic##bits##_compare_exchange_strong(volatile Bits##bits *place, Bits##bits *expected,          \
                                                            Bits##bits value, int order, int failure);                 \
    ENTRY int __tsan_atomic##bits##_compare_exchange_weak(volatile Bits##bits *place, Bits##bits *expected,            \
                                                          Bits##bits value, int order, int failure);                   \
    Bits##bits __tsan_atomic##bits##_compare_exchange_val(volatile Bits##bits *place, Bits##bits expected,             \
                                                          Bits##bits value, int order, int failure) {                  \
        return exchange_if_##bits(COUNTER, place, expected, value, order, failure);                                    \
    }                                                                                                                  \
    int __tsan_atomic##bits##_compare_exchange_strong(volatile Bits##bits *place, Bits##bits *expected,                \
                                                      Bits##bits value, int order, int failure) {                      \
        Bits##bits wanted = *expected;                                                                                 \
        Bits##bits old = exchange_if_##bits(COUNTER, place, wanted, value, order, failure);                            \
        if (old != wanted) *expected = old;                                                                            \
        return old == wanted;                                                                                          \
    }                                                                                                                  \
    int __tsan_atomic##bits##_compare_exchange_weak(volatile Bits##bits *place, Bits##bits *expected,                  \
                                                    Bits##bits value, int order, int failure) {                        \
        Bits##bits wanted = *expected;                                                                                 \
        Bits##bits old = exchange_if_##bits(COUNTER, place, wanted, value, order, failure);                            \
        if (old != wanted) *expected = old;                                                                            \
        return old == wanted;                                                                                          \
    }

#define DO_EXCHANGE(place, value) __atomic_exchange_n(place, value, __ATOMIC_SEQ_CST)
#define DO_ADD(place, value) __atomic_fetch_add(place, value, __ATOMIC_SEQ_CST)
#define DO_SUB(place, value) __atomic_fetch_sub(place, value, __ATOMIC_SEQ_CST)
#define DO_AND(place, value) __atomic_fetch_and(place, value, __ATOMIC_SEQ_CST)
#define DO_OR(place, value) __atomic_fetch_or(place, value, __ATOMIC_SEQ_CST)
#define DO_XOR(place, value) __atomic_fetch_xor(place, value, __ATOMIC_SEQ_CST)
#define DO_NAND(place, value) __atomic_fetch_nand(place, value, __ATOMIC_SEQ_CST)
#define COMPARE(place, expected, value) __sync_val_compare_and_swap(place, expected, value)

#define READ_8(place) __atomic_load_n(place, __ATOMIC_SEQ_CST)
#define READ_16 READ_8
#define READ_32 READ_8
#define READ_64 READ_8
#define WRITE_8(place, value) __atomic_store_n(place, value, __ATOMIC_SEQ_CST)
#define WRITE_16 WRITE_8
#define WRITE_32 WRITE_8
#define WRITE_64 WRITE_8
#define COMPARE_8 COMPARE
#define COMPARE_16 COMPARE
#define COMPARE_32 COMPARE
#define COMPARE_64 COMPARE

#define WIDTH(bits, size_log)                                                                                          \
    LOAD(bits, size_log)                                                                                               \
    STORE(bits, size_log)                                                                                              \
    UPDATE(bits, size_log, exchange, DO_EXCHANGE)                                                                      \
    UPDATE(bits, size_log, fetch_add, DO_ADD)                                                                          \
    UPDATE(bits, size_log, fetch_sub, DO_SUB)                                                                          \
    UPDATE(bits, size_log, fetch_and, DO_AND)                                                                          \
    UPDATE(bits, size_log, fetch_or, DO_OR)                                                                            \
    UPDATE(bits, size_log, fetch_xor, DO_XOR)                                                                          \
    UPDATE(bits, size_log, fetch_nand, DO_NAND)                                                                        \
    EXCHANGE_IF(bits, size_log)

WIDTH(8, 0)
WIDTH(16, 1)
WIDTH(32, 2)
WIDTH(64, 3)

// 16 bytes: everything by compare-exchange (cmpxchg16b; CMakeLists.txt sets the flag).
static Bits128 compare_128(volatile Bits128 *place, Bits128 expected, Bits128 value) {
    return __sync_val_compare_and_swap(place, expected, value);
}

static Bits128 read_128(const volatile Bits128 *place) {
    return compare_128((volatile Bits128 *)(uintptr_t)place, 0, 0);
}

#define LOOP_128(name, expression)                                                                                     \
    static Bits128 name(volatile Bits128 *place, Bits128 value) {                                                      \
        for (Bits128 old = *place;;) {                                                                                 \
            Bits128 seen = compare_128(place, old, expression);                                                        \
            if (seen == old) return old;                                                                               \
            old = seen;                                                                                                \
        }                                                                                                              \
    }

LOOP_128(exchange_128, value)
LOOP_128(add_128, old + value)
LOOP_128(sub_128, old - value)
LOOP_128(and_128, old &value)
LOOP_128(or_128, old | value)
LOOP_128(xor_128, old ^ value)
LOOP_128(nand_128, ~(old &value))

#define READ_128 read_128
#define WRITE_128(place, value) (void)exchange_128(place, value)
#define COMPARE_128 compare_128

LOAD(128, 4)
STORE(128, 4)
UPDATE(128, 4, exchange, exchange_128)
UPDATE(128, 4, fetch_add, add_128)
UPDATE(128, 4, fetch_sub, sub_128)
UPDATE(128, 4, fetch_and, and_128)
UPDATE(128, 4, fetch_or, or_128)
UPDATE(128, 4, fetch_xor, xor_128)
UPDATE(128, 4, fetch_nand, nand_128)
EXCHANGE_IF(128, 4)

ENTRY void __tsan_atomic_thread_fence(int order);
ENTRY void __tsan_atomic_signal_fence(int order);

void __tsan_atomic_thread_fence(int order) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    Task *task = atomic_task();
    if (task) sync_fence(task, order_of(order));
}

void __tsan_atomic_signal_fence(int order) {
    (void)order;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}
