// SPDX-License-Identifier: MIT
// What compilers emit with -fsanitize=thread for plain accesses and functions: clang 14 to 19, gcc 12.
#include "abi/access.h"

#define ENTRY __attribute__((visibility("default")))
#define COUNTER ((uintptr_t)__builtin_return_address(0))

#define PLAIN(bits, size_log)                                                                                          \
    ENTRY void __tsan_read##bits(void *address);                                                                       \
    ENTRY void __tsan_write##bits(void *address);                                                                      \
    ENTRY void __tsan_read##bits##_pc(void *address, void *counter);                                                   \
    ENTRY void __tsan_write##bits##_pc(void *address, void *counter);                                                  \
    ENTRY void __tsan_volatile_read##bits(void *address);                                                              \
    ENTRY void __tsan_volatile_write##bits(void *address);                                                             \
    ENTRY void __tsan_read_write##bits(void *address);                                                                 \
    ENTRY void __tsan_unaligned_read##bits(void *address);                                                             \
    ENTRY void __tsan_unaligned_write##bits(void *address);                                                            \
    ENTRY void __tsan_unaligned_read_write##bits(void *address);                                                       \
    ENTRY void __tsan_unaligned_volatile_read##bits(void *address);                                                    \
    ENTRY void __tsan_unaligned_volatile_write##bits(void *address);                                                   \
    void __tsan_read##bits(void *address) {                                                                            \
        access_frequent(COUNTER, (uintptr_t)address, size_log, CELL_READ);                                             \
    }                                                                                                                  \
    void __tsan_write##bits(void *address) {                                                                           \
        access_frequent(COUNTER, (uintptr_t)address, size_log, 0);                                                     \
    }                                                                                                                  \
    void __tsan_read##bits##_pc(void *address, void *counter) {                                                        \
        access_one((uintptr_t)counter, (uintptr_t)address, size_log, CELL_READ);                                       \
    }                                                                                                                  \
    void __tsan_write##bits##_pc(void *address, void *counter) {                                                       \
        access_one((uintptr_t)counter, (uintptr_t)address, size_log, 0);                                               \
    }                                                                                                                  \
    void __tsan_volatile_read##bits(void *address) {                                                                   \
        access_one(COUNTER, (uintptr_t)address, size_log, CELL_READ);                                                  \
    }                                                                                                                  \
    void __tsan_volatile_write##bits(void *address) {                                                                  \
        access_one(COUNTER, (uintptr_t)address, size_log, 0);                                                          \
    }                                                                                                                  \
    void __tsan_read_write##bits(void *address) {                                                                      \
        access_one(COUNTER, (uintptr_t)address, size_log, 0);                                                          \
    }                                                                                                                  \
    void __tsan_unaligned_read##bits(void *address) {                                                                  \
        access_one(COUNTER, (uintptr_t)address, size_log, CELL_READ);                                                  \
    }                                                                                                                  \
    void __tsan_unaligned_write##bits(void *address) {                                                                 \
        access_one(COUNTER, (uintptr_t)address, size_log, 0);                                                          \
    }                                                                                                                  \
    void __tsan_unaligned_read_write##bits(void *address) {                                                            \
        access_one(COUNTER, (uintptr_t)address, size_log, 0);                                                          \
    }                                                                                                                  \
    void __tsan_unaligned_volatile_read##bits(void *address) {                                                         \
        access_one(COUNTER, (uintptr_t)address, size_log, CELL_READ);                                                  \
    }                                                                                                                  \
    void __tsan_unaligned_volatile_write##bits(void *address) {                                                        \
        access_one(COUNTER, (uintptr_t)address, size_log, 0);                                                          \
    }

PLAIN(1, 0)
PLAIN(2, 1)
PLAIN(4, 2)
PLAIN(8, 3)

// 16 bytes: two granules.
static inline __attribute__((always_inline)) void access_two(uintptr_t counter, uintptr_t address, uint32_t flags) {
    access_frequent(counter, address, 3, flags);
    access_frequent(counter, address + 8, 3, flags);
}

#define PLAIN_16(name, flags)                                                                                          \
    ENTRY void __tsan_##name##16(void *address);                                                                       \
    void __tsan_##name##16(void *address) {                                                                            \
        access_two(COUNTER, (uintptr_t)address, flags);                                                                \
    }

PLAIN_16(read, CELL_READ)
PLAIN_16(write, 0)
PLAIN_16(volatile_read, CELL_READ)
PLAIN_16(volatile_write, 0)
PLAIN_16(read_write, 0)
PLAIN_16(unaligned_read, CELL_READ)
PLAIN_16(unaligned_write, 0)
PLAIN_16(unaligned_read_write, 0)
PLAIN_16(unaligned_volatile_read, CELL_READ)
PLAIN_16(unaligned_volatile_write, 0)

ENTRY void __tsan_read16_pc(void *address, void *counter);
ENTRY void __tsan_write16_pc(void *address, void *counter);
void __tsan_read16_pc(void *address, void *counter) {
    access_two((uintptr_t)counter, (uintptr_t)address, CELL_READ);
}
void __tsan_write16_pc(void *address, void *counter) {
    access_two((uintptr_t)counter, (uintptr_t)address, 0);
}

ENTRY void __tsan_read_range(void *address, unsigned long size);
ENTRY void __tsan_write_range(void *address, unsigned long size);
ENTRY void __tsan_read_range_pc(void *address, unsigned long size, void *counter);
ENTRY void __tsan_write_range_pc(void *address, unsigned long size, void *counter);
void __tsan_read_range(void *address, unsigned long size) {
    access_range((uintptr_t)address, size, false, COUNTER);
}
void __tsan_write_range(void *address, unsigned long size) {
    access_range((uintptr_t)address, size, true, COUNTER);
}
void __tsan_read_range_pc(void *address, unsigned long size, void *counter) {
    access_range((uintptr_t)address, size, false, (uintptr_t)counter);
}
void __tsan_write_range_pc(void *address, unsigned long size, void *counter) {
    access_range((uintptr_t)address, size, true, (uintptr_t)counter);
}

ENTRY void __tsan_vptr_update(void **place, void *value);
ENTRY void __tsan_vptr_read(void **place);
void __tsan_vptr_update(void **place, void *value) {
    if (*place != value) access_one(COUNTER, (uintptr_t)place, 3, 0);
}
void __tsan_vptr_read(void **place) {
    access_one(COUNTER, (uintptr_t)place, 3, CELL_READ);
}

ENTRY void __tsan_func_entry(void *return_address);
ENTRY void __tsan_func_exit(void);
void __tsan_func_entry(void *return_address) {
    Task *task = task_thread.current;
    if (unlikely(!task)) {
        runtime_initialize();
        task = task_find_current();
    }
    call_enter(task, (uintptr_t)return_address);
}
void __tsan_func_exit(void) {
    Task *task = task_thread.current;
    if (unlikely(!task)) task = access_begin();
    if (likely(task)) call_leave(task);
}
