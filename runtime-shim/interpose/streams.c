// SPDX-License-Identifier: MIT
// stdio: streams as descriptors, and the program's memory that is read and written through them. What a stream itself
// keeps is locked by the library.
#include "abi/descriptor.h"
#include "interpose/enter.h"
#include "interpose/format.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static FILE *opened(Task *task, FILE *stream, uintptr_t counter) {
    if (task && stream && fileno(stream) >= 0) descriptor_open(task, fileno(stream), DESCRIPTOR_FILES, counter);
    return stream;
}

#define OPENS_STREAM(call)                                                                                             \
    Task *task = outer_task();                                                                                         \
    return opened(task, INSIDE(task, call), CALLER)

WRAPPER FILE *fopen(const char *restrict path, const char *restrict mode) {
    OPENS_STREAM(REAL(fopen)(path, mode));
}
WRAPPER FILE *fopen64(const char *restrict path, const char *restrict mode) {
    OPENS_STREAM(REAL(fopen64)(path, mode));
}
WRAPPER FILE *fdopen(int number, const char *mode) {
    descriptor_use(number, CALLER);
    Task *task = outer_task();
    return INSIDE(task, REAL(fdopen)(number, mode));
}
WRAPPER FILE *tmpfile(void) {
    OPENS_STREAM(REAL(tmpfile)());
}

#define REOPENS_STREAM(call)                                                                                           \
    Task *task = outer_task();                                                                                         \
    if (task && stream && fileno(stream) >= 0) descriptor_close(task, fileno(stream), true, CALLER);                   \
    return opened(task, INSIDE(task, call), CALLER)

WRAPPER FILE *freopen(const char *restrict path, const char *restrict mode, FILE *restrict stream) {
    REOPENS_STREAM(REAL(freopen)(path, mode, stream));
}
WRAPPER FILE *freopen64(const char *restrict path, const char *restrict mode, FILE *restrict stream) {
    REOPENS_STREAM(REAL(freopen64)(path, mode, stream));
}

WRAPPER int fclose(FILE *stream) {
    Task *task = outer_task();
    int number = stream ? fileno(stream) : -1;
    if (task && number >= 0) descriptor_close(task, number, true, CALLER);
    return INSIDE(task, REAL(fclose)(stream));
}

WRAPPER size_t fread(void *restrict to, size_t size, size_t count, FILE *restrict stream) {
    Task *task = outer_task();
    size_t got = INSIDE(task, REAL(fread)(to, size, count, stream));
    if (task) call_writes(to, got * size, CALLER);
    return got;
}
WRAPPER size_t fwrite(const void *restrict from, size_t size, size_t count, FILE *restrict stream) {
    call_reads(from, size * count, CALLER);
    Task *task = outer_task();
    return INSIDE(task, REAL(fwrite)(from, size, count, stream));
}
WRAPPER int fputs(const char *restrict text, FILE *restrict stream) {
    call_reads(text, strlen(text) + 1, CALLER);
    Task *task = outer_task();
    return INSIDE(task, REAL(fputs)(text, stream));
}
WRAPPER int puts(const char *text) {
    call_reads(text, strlen(text) + 1, CALLER);
    Task *task = outer_task();
    return INSIDE(task, REAL(puts)(text));
}
WRAPPER char *fgets(char *restrict to, int size, FILE *restrict stream) {
    Task *task = outer_task();
    char *line = INSIDE(task, REAL(fgets)(to, size, stream));
    if (task && line) call_writes(line, strlen(line) + 1, CALLER);
    return line;
}

// Formatted output: the texts among the arguments are read.
static int print_checked(FILE *stream, const char *format, va_list arguments, uintptr_t counter) {
    format_reads(format, arguments, counter);
    Task *task = outer_task();
    return INSIDE(task, REAL(vfprintf)(stream, format, arguments));
}

static int print_to_memory(char *to, size_t size, const char *format, va_list arguments, uintptr_t counter) {
    format_reads(format, arguments, counter);
    Task *task = outer_task();
    int length = size == SIZE_MAX ? INSIDE(task, REAL(vsprintf)(to, format, arguments))
                                  : INSIDE(task, REAL(vsnprintf)(to, size, format, arguments));
    if (task && length >= 0 && size) call_writes(to, (size_t)length < size ? (size_t)length + 1 : size, counter);
    return length;
}

WRAPPER int vprintf(const char *restrict format, va_list arguments) {
    return print_checked(stdout, format, arguments, CALLER);
}
WRAPPER int vfprintf(FILE *restrict stream, const char *restrict format, va_list arguments) {
    return print_checked(stream, format, arguments, CALLER);
}
WRAPPER int vsprintf(char *restrict to, const char *restrict format, va_list arguments) {
    return print_to_memory(to, SIZE_MAX, format, arguments, CALLER);
}
WRAPPER int vsnprintf(char *restrict to, size_t size, const char *restrict format, va_list arguments) {
    return print_to_memory(to, size, format, arguments, CALLER);
}

#define WITH_LIST(use)                                                                                                 \
    va_list arguments;                                                                                                 \
    va_start(arguments, format);                                                                                       \
    int printed = use;                                                                                                 \
    va_end(arguments);                                                                                                 \
    return printed

WRAPPER int printf(const char *restrict format, ...) {
    WITH_LIST(print_checked(stdout, format, arguments, CALLER));
}
WRAPPER int fprintf(FILE *restrict stream, const char *restrict format, ...) {
    WITH_LIST(print_checked(stream, format, arguments, CALLER));
}
WRAPPER int sprintf(char *restrict to, const char *restrict format, ...) {
    WITH_LIST(print_to_memory(to, SIZE_MAX, format, arguments, CALLER));
}
WRAPPER int snprintf(char *restrict to, size_t size, const char *restrict format, ...) {
    WITH_LIST(print_to_memory(to, size, format, arguments, CALLER));
}
