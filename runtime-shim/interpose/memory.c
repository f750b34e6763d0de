// SPDX-License-Identifier: MIT
// memcpy and its kin: what the program's code (or the compiler, for copies of structs) calls. They are here in full, so
// that calling them needs no lookup and works from the first instruction on.
#include "interpose/real.h"

#include <stddef.h>

void *qtrace_copy_forward(void *to, const void *from, size_t size);
void *qtrace_copy_any(void *to, const void *from, size_t size);
void *qtrace_fill(void *to, int byte, size_t size);

WRAPPER void *__tsan_memcpy(void *to, const void *from, size_t size);
WRAPPER void *__tsan_memmove(void *to, const void *from, size_t size);
WRAPPER void *__tsan_memset(void *to, int byte, size_t size);

static void note_copy(void *to, const void *from, size_t size, uintptr_t counter) {
    access_range((uintptr_t)to, size, true, counter);
    access_range((uintptr_t)from, size, false, counter);
}

void *__tsan_memcpy(void *to, const void *from, size_t size) {
    note_copy(to, from, size, CALLER);
    return qtrace_copy_any(to, from, size);
}

void *__tsan_memmove(void *to, const void *from, size_t size) {
    note_copy(to, from, size, CALLER);
    return qtrace_copy_any(to, from, size);
}

void *__tsan_memset(void *to, int byte, size_t size) {
    access_range((uintptr_t)to, size, true, CALLER);
    return qtrace_fill(to, byte, size);
}

// Objects of gcc, and of clang before 15, call the functions by their own names. redirect.h has taken these names from
// this file; the labels give them back to the symbols.
WRAPPER void *wrapped_memcpy(void *to, const void *from, size_t size) __asm__("memcpy");
WRAPPER void *wrapped_memmove(void *to, const void *from, size_t size) __asm__("memmove");
WRAPPER void *wrapped_memset(void *to, int byte, size_t size) __asm__("memset");

// Before the runtime is up, and while it looks the real function up, the copy is done here.
static bool has_real(void) {
    return runtime_is_ready() && !task_thread.in_runtime;
}

void *wrapped_memcpy(void *to, const void *from, size_t size) {
    if (!has_real()) return qtrace_copy_any(to, from, size);
    note_copy(to, from, size, CALLER);
    return REAL(memcpy)(to, from, size);
}

void *wrapped_memmove(void *to, const void *from, size_t size) {
    if (!has_real()) return qtrace_copy_any(to, from, size);
    note_copy(to, from, size, CALLER);
    return REAL(memmove)(to, from, size);
}

void *wrapped_memset(void *to, int byte, size_t size) {
    if (!has_real()) return qtrace_fill(to, byte, size);
    access_range((uintptr_t)to, size, true, CALLER);
    return REAL(memset)(to, byte, size);
}
