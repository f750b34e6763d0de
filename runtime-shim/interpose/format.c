// SPDX-License-Identifier: MIT
#include "interpose/format.h"

#include "interpose/enter.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>
#include <sys/types.h>
#include <wchar.h>

typedef enum Length { LENGTH_INT, LENGTH_CHAR, LENGTH_SHORT, LENGTH_LONG, LENGTH_LONG_LONG, LENGTH_SIZE } Length;

static const char *take_length(const char *next, Length *length, bool *is_long_double) {
    *length = LENGTH_INT;
    *is_long_double = false;
    for (;; next++) {
        switch (*next) {
        case 'h': *length = *length == LENGTH_SHORT ? LENGTH_CHAR : LENGTH_SHORT; break;
        case 'l': *length = *length == LENGTH_LONG ? LENGTH_LONG_LONG : LENGTH_LONG; break;
        case 'q': *length = LENGTH_LONG_LONG; break;
        case 'j':
        case 'z':
        case 't': *length = LENGTH_SIZE; break;
        case 'L':
            *is_long_double = true;
            *length = LENGTH_LONG_LONG;
            break;
        default: return next;
        }
    }
}

static size_t integer_size(Length length) {
    static const size_t sizes[] = {sizeof(int),  sizeof(char),      sizeof(short),
                                   sizeof(long), sizeof(long long), sizeof(size_t)};
    return sizes[length];
}

// At most `most` characters are looked at; the end counts when it is reached.
static void read_text(const char *text, size_t most, uintptr_t counter) {
    if (!text) return;
    size_t size = 0;
    while (size < most && text[size]) size++;
    call_reads(text, size < most ? size + 1 : size, counter);
}

static void read_wide_text(const wchar_t *text, size_t most, uintptr_t counter) {
    if (!text) return;
    size_t count = 0;
    while (count < most && text[count]) count++;
    call_reads(text, (count < most ? count + 1 : count) * sizeof *text, counter);
}

// Digits or '*'; -1 when there are none.
static const char *take_number(const char *next, long *number, va_list *arguments) {
    *number = -1;
    if (*next == '*') {
        *number = va_arg(*arguments, int);
        return next + 1;
    }
    for (; *next >= '0' && *next <= '9'; next++)
        if ((*number = (*number < 0 ? 0 : *number) * 10 + (*next - '0')) > INT_MAX) break;
    return next;
}

static void skip_integer(Length length, va_list *arguments) {
    if (integer_size(length) > sizeof(int))
        (void)va_arg(*arguments, long long);
    else
        (void)va_arg(*arguments, int);
}

// One directive, after its '%'. NULL: not understood.
static const char *take_directive(const char *next, va_list *arguments, uintptr_t counter) {
    long width, precision = -1;
    Length length;
    bool is_long_double;
    while (*next && strchr("-+ #0'I", *next)) next++;
    next = take_number(next, &width, arguments);
    if (*next == '$') return NULL;
    if (*next == '.') {
        next = take_number(next + 1, &precision, arguments);
        if (precision < 0 && next[-1] == '.') precision = 0;
    }
    size_t most = precision < 0 ? SIZE_MAX : (size_t)precision;
    next = take_length(next, &length, &is_long_double);
    switch (*next) {
    case '%':
    case 'm': break;
    case 'd':
    case 'i':
    case 'o':
    case 'u':
    case 'x':
    case 'X':
    case 'c':
    case 'C': skip_integer(*next == 'c' || *next == 'C' ? LENGTH_INT : length, arguments); break;
    case 'a':
    case 'A':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        if (is_long_double)
            (void)va_arg(*arguments, long double);
        else
            (void)va_arg(*arguments, double);
        break;
    case 'p': (void)va_arg(*arguments, void *); break;
    case 'n': call_writes(va_arg(*arguments, void *), integer_size(length), counter); break;
    case 's':
        if (length == LENGTH_LONG)
            read_wide_text(va_arg(*arguments, wchar_t *), most, counter);
        else
            read_text(va_arg(*arguments, char *), most, counter);
        break;
    case 'S': read_wide_text(va_arg(*arguments, wchar_t *), most, counter); break;
    default: return NULL;
    }
    return next + 1;
}

void format_reads(const char *format, va_list arguments, uintptr_t counter) {
    if (!runtime_is_ready() || !runtime.options.check_printf || !outer_task()) return;
    va_list list;
    va_copy(list, arguments);
    call_reads(format, strlen(format) + 1, counter);
    for (const char *next = format; next && *next;)
        next = *next == '%' ? take_directive(next + 1, &list, counter) : next + 1;
    va_end(list);
}
