// SPDX-License-Identifier: MIT
// Where code stands. A place is always in a file, at the macro's use for code from a macro; the line
// of the macro's body is the macro place.
#include "frontend/lower.h"

#include <string.h>

enum { LONGEST_PATH = 4096 };

// "a/./b/../c" to "a/c", in place; keeps leading "../".
static void collapse_path(char *path) {
    char *parts[LONGEST_PATH / 2];
    size_t count = 0;
    bool is_absolute = path[0] == '/';
    for (char *save = NULL, *part = strtok_r(path, "/", &save); part; part = strtok_r(NULL, "/", &save)) {
        if (strcmp(part, ".") == 0) continue;
        bool is_up = strcmp(part, "..") == 0;
        if (is_up && count && strcmp(parts[count - 1], "..") != 0)
            count--;
        else if (!(is_up && is_absolute))
            parts[count++] = part;
    }
    char *out = path;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(parts[i]);
        if (i || is_absolute) *out++ = '/';
        memmove(out, parts[i], length);
        out += length;
    }
    if (out == path) *out++ = is_absolute ? '/' : '.';
    *out = '\0';
}

const char *source_path(Lowering *lowering, const char *path) {
    const char *base = lowering->directory ? lowering->directory : lowering->working_directory;
    char *full =
        path[0] == '/' ? arena_copy_text(lowering->arena, path) : arena_format(lowering->arena, "%s/%s", base, path);
    if (strlen(full) >= LONGEST_PATH) return full;
    // strtok cuts while it reads, so the leading slash is put back by collapse_path
    char *collapsed = arena_format(lowering->arena, "%s", full);
    collapse_path(collapsed);
    size_t length = strlen(lowering->working_directory);
    if (strncmp(collapsed, lowering->working_directory, length) == 0 && collapsed[length] == '/')
        return collapsed + length + 1;
    return collapsed;
}

static FileId file_id(Lowering *lowering, CXFile file, CXSourceLocation location) {
    if (!file) return 0;
    uint32_t known = pointer_table_get(&lowering->file_ids, file);
    if (known) return known;
    CXString name = clang_getFileName(file);
    bool is_main = lowering->main_file && clang_File_isEqual(file, lowering->main_file);
    const char *path = is_main ? lowering->main_path : source_path(lowering, clang_getCString(name));
    clang_disposeString(name);
    FileId id = 0;
    for (FileId i = 1; i < lowering->program->files.count && !id; i++)
        if (strcmp(lowering->program->files.items[i].path, path) == 0) id = i;
    if (!id) {
        bool is_system = clang_Location_isInSystemHeader(location) != 0;
        id = program_add_file(lowering->program, (SourceFile){.path = path, .is_system = is_system});
    }
    pointer_table_put(&lowering->file_ids, lowering->arena, file, id);
    return id;
}

Place place_of_location(Lowering *lowering, CXSourceLocation location) {
    CXFile file = NULL;
    unsigned line = 0, column = 0;
    clang_getFileLocation(location, &file, &line, &column, NULL);
    return (Place){.file = file_id(lowering, file, location), .line = line, .column = column};
}

Place place_of(Lowering *lowering, CXCursor cursor) {
    return place_of_location(lowering, clang_getCursorLocation(cursor));
}

Place macro_place_of(Lowering *lowering, CXCursor cursor) {
    CXSourceLocation location = clang_getCursorLocation(cursor);
    CXFile used = NULL, spelled = NULL;
    unsigned used_offset = 0, line = 0, column = 0, offset = 0;
    clang_getFileLocation(location, &used, NULL, NULL, &used_offset);
    clang_getSpellingLocation(location, &spelled, &line, &column, &offset);
    if (!spelled || (offset == used_offset && clang_File_isEqual(spelled, used))) return (Place){0};
    CXString name = clang_getFileName(spelled); // pasted tokens stand in a buffer without a name
    const char *text = clang_getCString(name);
    bool is_file = text && text[0] && text[0] != '<';
    clang_disposeString(name);
    if (!is_file) return (Place){0};
    if (lowering->prelude_file && clang_File_isEqual(spelled, lowering->prelude_file)) return (Place){0};
    return (Place){.file = file_id(lowering, spelled, location), .line = line, .column = column};
}

static const char *file_bytes(Lowering *lowering, CXFile file, size_t *size) {
    return file ? clang_getFileContents(lowering->unit, file, size) : NULL;
}

const char *source_spelled(Lowering *lowering, CXSourceLocation location, size_t *length) {
    CXFile file = NULL;
    unsigned offset = 0;
    size_t size = 0;
    clang_getSpellingLocation(location, &file, NULL, NULL, &offset);
    const char *bytes = file_bytes(lowering, file, &size);
    if (!bytes || offset >= size) return NULL;
    *length = size - offset;
    return bytes + offset;
}

// Blanks become one space; what is longer than fits ends in "…".
static const char *one_line(Lowering *lowering, const char *bytes, size_t length) {
    char line[LONGEST_TEXT + 1];
    size_t used = 0;
    const char *ellipsis = "…";
    bool is_cut = false;
    for (size_t i = 0; i < length; i++) {
        char byte = bytes[i];
        bool is_blank = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' ||
                        (byte == '\\' && i + 1 < length && (bytes[i + 1] == '\n' || bytes[i + 1] == '\r'));
        if (is_blank && (used == 0 || line[used - 1] == ' ')) continue;
        if (used == LONGEST_TEXT - 4) {
            is_cut = true;
            break;
        }
        line[used++] = is_blank ? ' ' : byte;
    }
    while (is_cut && used && ((unsigned char)line[used - 1] & 0x80)) used--;
    line[used] = '\0';
    return is_cut ? arena_format(lowering->arena, "%s%s", line, ellipsis)
                  : arena_copy_bytes(lowering->arena, line, used);
}

const char *source_text(Lowering *lowering, CXCursor cursor, const char *otherwise) {
    CXSourceRange range = clang_getCursorExtent(cursor);
    CXFile first = NULL, last = NULL;
    unsigned start = 0, end = 0;
    size_t size = 0;
    clang_getFileLocation(clang_getRangeStart(range), &first, NULL, NULL, &start);
    clang_getFileLocation(clang_getRangeEnd(range), &last, NULL, NULL, &end);
    const char *bytes = file_bytes(lowering, first, &size);
    if (!bytes || !last || !clang_File_isEqual(first, last) || start >= end || end > size) return otherwise;
    return one_line(lowering, bytes + start, end - start);
}
