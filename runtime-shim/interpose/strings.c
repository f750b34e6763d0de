// SPDX-License-Identifier: MIT
// Strings, and memcmp. They work from the first instruction of the program on: until the runtime is up they look
// nothing up.
#include "interpose/enter.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

void *qtrace_copy_any(void *to, const void *from, size_t size);
void *qtrace_fill(void *to, int byte, size_t size);
int qtrace_compare(const void *left, const void *right, size_t size);
size_t qtrace_length(const char *text);

// redirect.h has given the plain names to the runtime's own copies.
#define NAMED(name) __asm__(#name)
WRAPPER int wrap_memcmp(const void *left, const void *right, size_t size) NAMED(memcmp);
WRAPPER size_t wrap_strlen(const char *text) NAMED(strlen);

static bool can_look_up(void) {
    return runtime_is_ready() && !task_thread.in_runtime;
}

static void *copy(void *to, const void *from, size_t size, uintptr_t counter) {
    call_reads(from, size, counter);
    call_writes(to, size, counter);
    return qtrace_copy_any(to, from, size);
}

// All of both must be there, wherever the first difference is.
int wrap_memcmp(const void *left, const void *right, size_t size) {
    call_reads(left, size, CALLER);
    call_reads(right, size, CALLER);
    if (!can_look_up()) return qtrace_compare(left, right, size);
    static void *real;
    if (unlikely(!real)) real = real_find("memcmp");
    return ((int (*)(const void *, const void *, size_t))real)(left, right, size);
}

static size_t length_of(const char *text) {
    if (!can_look_up()) return qtrace_length(text);
    static void *real;
    if (unlikely(!real)) real = real_find("strlen");
    return ((size_t (*)(const char *))real)(text);
}

size_t wrap_strlen(const char *text) {
    size_t length = length_of(text);
    call_reads(text, length + 1, CALLER);
    return length;
}

static size_t length_within(const char *text, size_t most) {
    size_t length = 0;
    while (length < most && text[length]) length++;
    return length;
}

// How much of both is looked at until they differ, with the characters folded by `fold`.
static int same(int byte) {
    return byte;
}
static int lower(int byte) {
    return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte;
}
static int compare(const char *left, const char *right, size_t most, int (*fold)(int), uintptr_t counter) {
    size_t at = 0;
    int one = 0, two = 0;
    for (; at < most; at++) {
        one = fold((unsigned char)left[at]);
        two = fold((unsigned char)right[at]);
        if (one != two || !one) break;
    }
    size_t size = at < most ? at + 1 : at;
    call_reads(left, size, counter);
    call_reads(right, size, counter);
    return at < most ? one - two : 0;
}

WRAPPER int strcmp(const char *left, const char *right) {
    return compare(left, right, SIZE_MAX, same, CALLER);
}
WRAPPER int strncmp(const char *left, const char *right, size_t most) {
    return compare(left, right, most, same, CALLER);
}
// Beyond ASCII the locale decides: the library compares, what is read up to the first difference in ASCII counts.
WRAPPER int strcasecmp(const char *left, const char *right) {
    compare(left, right, SIZE_MAX, lower, CALLER);
    return REAL(strcasecmp)(left, right);
}
WRAPPER int strncasecmp(const char *left, const char *right, size_t most) {
    compare(left, right, most, lower, CALLER);
    return REAL(strncasecmp)(left, right, most);
}

static char *find_byte(const char *text, int byte, uintptr_t counter, bool is_to_end) {
    const char *found = text;
    while (*found && *found != (char)byte) found++;
    size_t size = (size_t)(found - text) + 1;
    bool was_found = *found == (char)byte;
    call_reads(text, is_to_end && !was_found ? length_of(text) + 1 : size, counter);
    return was_found ? (char *)(uintptr_t)found : NULL;
}

WRAPPER char *wrap_strchr(const char *text, int byte) NAMED(strchr);
WRAPPER char *wrap_strrchr(const char *text, int byte) NAMED(strrchr);
char *wrap_strchr(const char *text, int byte) {
    return find_byte(text, byte, CALLER, false);
}
char *wrap_strrchr(const char *text, int byte) {
    size_t length = length_of(text);
    call_reads(text, length + 1, CALLER);
    for (const char *at = text + length; at >= text; at--)
        if (*at == (char)byte) return (char *)(uintptr_t)at;
    return NULL;
}

WRAPPER char *strcpy(char *restrict to, const char *restrict from) {
    copy(to, from, length_of(from) + 1, CALLER);
    return to;
}
WRAPPER char *stpcpy(char *restrict to, const char *restrict from) {
    size_t length = length_of(from);
    copy(to, from, length + 1, CALLER);
    return to + length;
}
WRAPPER char *strncpy(char *restrict to, const char *restrict from, size_t size) {
    size_t length = length_within(from, size);
    call_reads(from, length < size ? length + 1 : size, CALLER);
    call_writes(to, size, CALLER);
    qtrace_copy_any(to, from, length);
    qtrace_fill(to + length, 0, size - length);
    return to;
}
static char *append(char *to, const char *from, size_t length, uintptr_t counter) {
    size_t before = length_of(to);
    call_reads(to, before, counter);
    call_writes(to + before, length + 1, counter);
    qtrace_copy_any(to + before, from, length);
    to[before + length] = 0;
    return to;
}
WRAPPER char *strcat(char *restrict to, const char *restrict from) {
    size_t length = length_of(from);
    call_reads(from, length + 1, CALLER);
    return append(to, from, length, CALLER);
}
WRAPPER char *strncat(char *restrict to, const char *restrict from, size_t size) {
    size_t length = length_within(from, size);
    call_reads(from, length < size ? length + 1 : size, CALLER);
    return append(to, from, length, CALLER);
}

// The copy is made by the library, through malloc, which is ours.
WRAPPER char *strdup(const char *text) {
    call_reads(text, length_of(text) + 1, CALLER);
    return REAL(strdup)(text);
}
