// SPDX-License-Identifier: MIT
#include "base/raw.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

long raw_write(int descriptor, const void *bytes, size_t size) {
    const char *next = bytes;
    size_t left = size;
    while (left) {
        long written = raw_call3(SYS_write, descriptor, (long)next, (long)left);
        if (written == -EINTR) continue;
        if (written < 0) return written;
        next += written;
        left -= (size_t)written;
    }
    return (long)size;
}

long raw_read(int descriptor, void *bytes, size_t size) {
    long result;
    do result = raw_call3(SYS_read, descriptor, (long)bytes, (long)size);
    while (result == -EINTR);
    return result;
}

long raw_read_link(const char *path, char *text, size_t size) {
    return raw_call6(SYS_readlinkat, AT_FDCWD, (long)path, (long)text, (long)size, 0, 0);
}

int raw_open(const char *path, int flags, int mode) {
    return (int)raw_call6(SYS_openat, AT_FDCWD, (long)path, flags | O_CLOEXEC, mode, 0, 0);
}

void raw_close(int descriptor) {
    raw_call3(SYS_close, descriptor, 0, 0);
}

int raw_thread_id(void) {
    return (int)raw_call3(SYS_gettid, 0, 0, 0);
}

int raw_process_id(void) {
    return (int)raw_call3(SYS_getpid, 0, 0, 0);
}

void raw_exit(int status) {
    for (;;) raw_call3(SYS_exit_group, status, 0, 0);
}

void *raw_map(void *place, size_t size) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | (place ? MAP_FIXED_NOREPLACE : 0);
    long result = raw_call6(SYS_mmap, (long)place, (long)size, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (result < 0 && result > -4096) return NULL;
    if (place && (void *)result != place) { // a kernel before 4.17 takes the flag for a hint
        raw_unmap((void *)result, size);
        return NULL;
    }
    return (void *)result;
}

void raw_unmap(void *memory, size_t size) {
    raw_call3(SYS_munmap, (long)memory, (long)size, 0);
}

void raw_discard(void *memory, size_t size) {
    raw_call3(SYS_madvise, (long)memory, (long)size, MADV_DONTNEED);
}

void raw_wait(const uint32_t *word, uint32_t expected) {
    raw_call6(SYS_futex, (long)word, FUTEX_WAIT_PRIVATE, expected, 0, 0, 0);
}

void raw_wake(const uint32_t *word, int count) {
    raw_call3(SYS_futex, (long)word, FUTEX_WAKE_PRIVATE, count);
}

uint64_t raw_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

void raw_sleep(uint64_t nanoseconds) {
    struct timespec time = {.tv_sec = (time_t)(nanoseconds / 1000000000), .tv_nsec = (long)(nanoseconds % 1000000000)};
    while (raw_call3(SYS_nanosleep, (long)&time, (long)&time, 0) == -EINTR) {
    }
}
