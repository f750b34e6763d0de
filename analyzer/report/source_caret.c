// SPDX-License-Identifier: MIT
#include "report/source_caret.h"

#include "findings/utf8.h"

enum { TAB_WIDTH = 8, LINE_LIMIT = 400 };

typedef struct CodeRange {
    uint32_t first, last;
} CodeRange;

static bool is_in(uint32_t value, const CodeRange *ranges, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (value >= ranges[i].first && value <= ranges[i].last) return true;
    return false;
}

// Cells on a terminal. wcwidth would depend on the locale of the run; these ranges cover what
// comments and strings in C sources hold.
static uint32_t cell_width(uint32_t value) {
    static const CodeRange wide[] = {{0x1100, 0x115f},   {0x2e80, 0xa4cf},  {0xac00, 0xd7a3}, {0xf900, 0xfaff},
                                     {0xfe30, 0xfe6f},   {0xff00, 0xff60},  {0xffe0, 0xffe6}, {0x1f300, 0x1f64f},
                                     {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};
    static const CodeRange combining[] = {{0x300, 0x36f}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}};
    if (is_in(value, combining, sizeof combining / sizeof *combining)) return 0;
    return is_in(value, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

static uint32_t print_character(const char *bytes, CodePoint point, uint32_t cell, FILE *out) {
    if (point.value == '\t') {
        uint32_t width = TAB_WIDTH - cell % TAB_WIDTH;
        fprintf(out, "%*s", (int)width, "");
        return width;
    }
    bool is_control = point.value < 0x20 || (point.value >= 0x7f && point.value < 0xa0);
    if (is_control || !point.is_valid) {
        fputs("\xef\xbf\xbd", out);
        return 1;
    }
    fwrite(bytes, 1, point.length, out);
    return cell_width(point.value);
}

void source_caret_print(SourceLine line, const FindingPlace *place, const char *caret_color, const char *end_color,
                        FILE *out) {
    if (!line.bytes || line.length > LINE_LIMIT || place->column > line.length + 1) return;
    uint32_t cell = 0, caret = 0, end = 0;
    uint32_t length = line.length;
    while (length && (line.bytes[length - 1] == ' ' || line.bytes[length - 1] == '\t')) length--;
    uint32_t end_column = place->column ? source_end_column(line, place->column, place->end_column) : 0;
    fprintf(out, "%5u | ", place->line);
    for (uint32_t i = 0; i < length;) {
        CodePoint point = utf8_next(line.bytes + i, length - i);
        if (i < place->column) caret = cell;
        cell += print_character(line.bytes + i, point, cell, out);
        i += point.length;
        if (i < end_column) end = cell;
    }
    fputc('\n', out);
    if (!place->column) return;
    if (place->column > length) caret = cell;
    fprintf(out, "      | %*s%s^", (int)caret, "", caret_color);
    for (uint32_t i = caret + 1; i < end; i++) fputc('~', out);
    fprintf(out, "%s\n", end_color);
}
