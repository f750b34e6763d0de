// SPDX-License-Identifier: MIT
// What calls that read and write descriptors have in common: the memory is checked, who writes is ordered before who
// reads. READS and WRITES are whole bodies; `counter` is the wrapper's return address.
#pragma once
#include "abi/descriptor.h"
#include "interpose/enter.h"

#include <sys/uio.h>

// The first `size` bytes that the parts hold.
static inline void touch_parts(const struct iovec *parts, size_t count, size_t size, bool is_write, uintptr_t counter) {
    for (size_t i = 0; i < count && size; i++) {
        size_t here = parts[i].iov_len < size ? parts[i].iov_len : size;
        if (is_write)
            call_writes(parts[i].iov_base, here, counter);
        else
            call_reads(parts[i].iov_base, here, counter);
        size -= here;
    }
}

#define READS(number, call, touched)                                                                                   \
    descriptor_use(number, counter);                                                                                   \
    Task *task = outer_task();                                                                                         \
    ssize_t got = (call);                                                                                              \
    if (!task) return got;                                                                                             \
    if (got >= 0) descriptor_acquire(task, number, counter);                                                           \
    if (got > 0) touched;                                                                                              \
    return got

#define WRITES(number, call, touched)                                                                                  \
    touched;                                                                                                           \
    descriptor_use(number, counter);                                                                                   \
    Task *task = outer_task();                                                                                         \
    if (task) descriptor_release(task, number, counter);                                                               \
    ssize_t written = (call);                                                                                          \
    return written
