// SPDX-License-Identifier: MIT
// What redirect.h sends memcpy and its kin to. Plain loops that the compiler must not turn back into calls; the string
// instructions for what is long.
#include <stddef.h>
#include <stdint.h>

#ifndef __SANITIZE_ADDRESS__
void *qtrace_copy_forward(void *restrict to, const void *restrict from, size_t size);
void *qtrace_copy_any(void *to, const void *from, size_t size);
void *qtrace_fill(void *to, int byte, size_t size);
int qtrace_compare(const void *left, const void *right, size_t size);
size_t qtrace_length(const char *text);

#if defined(__x86_64__)
// The string instructions take long to begin.
static inline void *copy_short(void *to, const void *from, size_t size) {
    typedef struct __attribute__((packed, may_alias)) Eight {
        uint64_t value;
    } Eight;
    char *target = to;
    const char *source = from;
    if (size >= 8) {
        uint64_t first = ((const Eight *)source)->value, last = ((const Eight *)(source + size - 8))->value;
        ((Eight *)target)->value = first;
        ((Eight *)(target + size - 8))->value = last;
        return to;
    }
    for (size_t i = 0; i < size; i++) ((volatile char *)target)[i] = source[i];
    return to;
}
#endif

void *qtrace_copy_forward(void *restrict to, const void *restrict from, size_t size) {
#if defined(__x86_64__)
    void *target = to;
    if (size <= 16) return copy_short(to, from, size);
    __asm__ volatile("rep movsb" : "+D"(target), "+S"(from), "+c"(size) : : "memory");
#else
    for (size_t i = 0; i < size; i++) ((volatile char *)to)[i] = ((const char *)from)[i];
#endif
    return to;
}

void *qtrace_copy_any(void *to, const void *from, size_t size) {
    if ((uintptr_t)to - (uintptr_t)from >= size) return qtrace_copy_forward(to, from, size);
    for (size_t i = size; i-- > 0;) ((volatile char *)to)[i] = ((const char *)from)[i];
    return to;
}

void *qtrace_fill(void *to, int byte, size_t size) {
#if defined(__x86_64__)
    void *target = to;
    __asm__ volatile("rep stosb" : "+D"(target), "+c"(size) : "a"(byte) : "memory");
#else
    for (size_t i = 0; i < size; i++) ((volatile char *)to)[i] = (char)byte;
#endif
    return to;
}

int qtrace_compare(const void *left, const void *right, size_t size) {
    const unsigned char *a = left, *b = right;
    for (size_t i = 0; i < size; i++)
        if (a[i] != b[i]) return a[i] - b[i];
    return 0;
}

size_t qtrace_length(const char *text) {
    const volatile char *end = text;
    while (*end) end++;
    return (size_t)(end - (const volatile char *)text);
}
#else
typedef int copy_is_left_to_the_sanitizer;
#endif
