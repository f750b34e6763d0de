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
