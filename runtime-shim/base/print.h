// SPDX-License-Identifier: MIT
// Text to a descriptor without stdio: a buffer on the caller's stack that is written when it is full or flushed.
#pragma once
#include <stdarg.h>
#include <stddef.h>

typedef struct Printer {
    int descriptor; // -1: keep what fits, drop the rest
    size_t used;
    char bytes[1000];
} Printer;

void printer_start(Printer *printer, int descriptor);
void printer_flush(Printer *printer);
void print_text(Printer *printer, const char *text);

// %s %d %u %x %p %c %%, and %ld %lu %lx; widths with %2d, %04x.
void print_format(Printer *printer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void print_list(Printer *printer, const char *format, va_list arguments);

// Formats into `text` (at most size - 1 bytes and a zero); returns the length.
size_t print_into(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
