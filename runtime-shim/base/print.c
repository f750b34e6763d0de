// SPDX-License-Identifier: MIT
#include "base/print.h"

#include "base/raw.h"

#include <stdbool.h>
#include <string.h>

void printer_start(Printer *printer, int descriptor) {
    printer->descriptor = descriptor;
    printer->used = 0;
}

void printer_flush(Printer *printer) {
    if (printer->descriptor < 0) return;
    raw_write(printer->descriptor, printer->bytes, printer->used);
    printer->used = 0;
}

static void print_byte(Printer *printer, char byte) {
    if (printer->used == sizeof printer->bytes) {
        if (printer->descriptor < 0) return;
        printer_flush(printer);
    }
    printer->bytes[printer->used++] = byte;
}

void print_text(Printer *printer, const char *text) {
    for (const char *next = text; *next; next++) print_byte(printer, *next);
}

static void print_number(Printer *printer, uint64_t number, unsigned base, int width, char fill) {
    char digits[24];
    int count = 0;
    do digits[count++] = "0123456789abcdef"[number % base];
    while ((number /= base));
    for (int i = count; i < width; i++) print_byte(printer, fill);
    while (count) print_byte(printer, digits[--count]);
}

static void print_signed(Printer *printer, int64_t number, int width) {
    if (number < 0) print_byte(printer, '-');
    print_number(printer, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, 10, width, ' ');
}

void print_list(Printer *printer, const char *format, va_list arguments) {
    for (const char *next = format; *next; next++) {
        if (*next != '%') {
            print_byte(printer, *next);
            continue;
        }
        char fill = *++next == '0' ? '0' : ' ';
        int width = 0;
        while (*next >= '0' && *next <= '9') width = width * 10 + (*next++ - '0');
        bool is_long = *next == 'l';
        while (*next == 'l') next++;
        switch (*next) {
        case 's': {
            const char *text = va_arg(arguments, const char *);
            print_text(printer, text ? text : "(null)");
            break;
        }
        case 'd': print_signed(printer, is_long ? va_arg(arguments, long) : va_arg(arguments, int), width); break;
        case 'u':
        case 'x': {
            uint64_t number = is_long ? va_arg(arguments, unsigned long) : va_arg(arguments, unsigned);
            print_number(printer, number, *next == 'x' ? 16 : 10, width, fill);
            break;
        }
        case 'p':
            print_text(printer, "0x");
            print_number(printer, (uintptr_t)va_arg(arguments, void *), 16, 12, '0');
            break;
        case 'c': print_byte(printer, (char)va_arg(arguments, int)); break;
        default: print_byte(printer, *next); break;
        }
    }
}

void print_format(Printer *printer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    print_list(printer, format, arguments);
    va_end(arguments);
}

size_t print_into(char *text, size_t size, const char *format, ...) {
    Printer printer;
    printer_start(&printer, -1);
    va_list arguments;
    va_start(arguments, format);
    print_list(&printer, format, arguments);
    va_end(arguments);
    size_t length = printer.used < size ? printer.used : size - 1;
    memcpy(text, printer.bytes, length);
    text[length] = 0;
    return length;
}
