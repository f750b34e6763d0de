// SPDX-License-Identifier: MIT
// System calls without libc: no errno, no cancellation point, nothing that a wrapper of ours could catch.
// A failed call returns the negated error number.
#pragma once
#include <stddef.h>
#include <stdint.h>

static inline long raw_call6(long number, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__)
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
#else
#error "libqtrace knows x86-64 and AArch64"
#endif
}

static inline long raw_call3(long number, long a, long b, long c) {
    return raw_call6(number, a, b, c, 0, 0, 0);
}

long raw_write(int descriptor, const void *bytes, size_t size); // all of it, unless it fails
long raw_read(int descriptor, void *bytes, size_t size);        // one call, restarted after signals
int raw_open(const char *path, int flags, int mode);
long raw_read_link(const char *path, char *text, size_t size); // how many bytes; no zero at their end
void raw_close(int descriptor);
int raw_thread_id(void);
int raw_process_id(void);
_Noreturn void raw_exit(int status); // the whole process, at once

// Private anonymous memory, not counted against the commit limit; NULL when there is none. With `place` exactly there.
void *raw_map(void *place, size_t size);
void raw_unmap(void *memory, size_t size);
void raw_discard(void *memory, size_t size); // reads as zeros from now on, its pages are given back

void raw_wait(const uint32_t *word, uint32_t expected); // futex; may return early
void raw_wake(const uint32_t *word, int count);
uint64_t raw_nanoseconds(void); // monotonic
void raw_sleep(uint64_t nanoseconds);
