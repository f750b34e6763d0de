// SPDX-License-Identifier: MIT
#include "report/source_text.h"

#include "findings/file_bytes.h"
#include "findings/line_hash.h"
#include "findings/utf8.h"

#include <ctype.h>
#include <string.h>

typedef struct SourceFile {
    const char *path;
    FileBytes content;
    ARRAY(SourceLine) lines;
    LineHashes hashes;
    bool is_hashed;
} SourceFile;

struct Sources {
    Arena *arena;
    const char *root;
    ARRAY(SourceFile) files;
    uint32_t last; // findings come sorted by path, so the last file is mostly the next
};

Sources *sources_create(const char *root, Arena *arena) {
    Sources *sources = arena_new(arena, Sources);
    sources->arena = arena;
    sources->root = root;
    return sources;
}

static void split_lines(SourceFile *file, Arena *arena) {
    const char *bytes = file->content.bytes;
    size_t start = 0, length = file->content.length;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != '\n' && bytes[i] != '\r') continue;
        array_push(&file->lines, arena, (SourceLine){bytes + start, (uint32_t)(i - start)});
        if (bytes[i] == '\r' && i + 1 < length && bytes[i + 1] == '\n') i++;
        start = i + 1;
    }
    array_push(&file->lines, arena, (SourceLine){bytes + start, (uint32_t)(length - start)});
}

static SourceFile *find_file(Sources *sources, const char *path) {
    if (sources->last < sources->files.count && !strcmp(sources->files.items[sources->last].path, path))
        return &sources->files.items[sources->last];
    for (uint32_t i = 0; i < sources->files.count; i++) {
        if (strcmp(sources->files.items[i].path, path) != 0) continue;
        sources->last = i;
        return &sources->files.items[i];
    }
    SourceFile file = {.path = arena_copy_text(sources->arena, path)};
    bool is_absolute = path[0] == '/' || !sources->root;
    const char *full = is_absolute ? path : arena_format(sources->arena, "%s/%s", sources->root, path);
    if (file_bytes_read(full, sources->arena, &file.content)) split_lines(&file, sources->arena);
    array_push(&sources->files, sources->arena, file);
    sources->last = sources->files.count - 1;
    return &sources->files.items[sources->last];
}

SourceLine sources_line(Sources *sources, const char *path, uint32_t line) {
    if (!path || line == 0) return (SourceLine){0};
    const SourceFile *file = find_file(sources, path);
    return line <= file->lines.count ? file->lines.items[line - 1] : (SourceLine){0};
}

const char *sources_line_hash(Sources *sources, const char *path, uint32_t line) {
    if (!sources_line(sources, path, line).bytes) return NULL;
    SourceFile *file = find_file(sources, path);
    if (!file->is_hashed) file->hashes = line_hashes_compute(file->content.bytes, file->content.length, sources->arena);
    file->is_hashed = true;
    return line <= file->hashes.list.count ? file->hashes.list.items[line - 1] : NULL;
}

uint32_t source_column_utf16(SourceLine line, uint32_t byte_column) {
    if (!line.bytes || byte_column == 0) return byte_column;
    uint32_t before = byte_column - 1 < line.length ? byte_column - 1 : line.length;
    return utf16_length(line.bytes, before) + 1;
}

static bool is_name_byte(char byte) {
    return isalnum((unsigned char)byte) || byte == '_';
}

uint32_t source_end_column(SourceLine line, uint32_t byte_column, uint32_t end_column) {
    if (end_column > byte_column && (!line.bytes || end_column <= line.length + 1)) return end_column;
    uint32_t at = byte_column - 1;
    if (!line.bytes || at >= line.length) return byte_column + 1;
    if (!is_name_byte(line.bytes[at])) return byte_column + utf8_next(line.bytes + at, line.length - at).length;
    while (at < line.length && is_name_byte(line.bytes[at])) at++;
    return at + 1;
}
