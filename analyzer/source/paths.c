// SPDX-License-Identifier: MIT
#define _XOPEN_SOURCE 700 // realpath
#include "source/paths.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void remove_last_component(Text *text) {
    const char *slash = text->bytes ? strrchr(text->bytes, '/') : NULL;
    if (!slash) return;
    text->length = (size_t)(slash - text->bytes);
    text->bytes[text->length] = '\0';
}

// Appends `path` to an absolute `text` component by component.
static void append_components(Text *text, const char *path) {
    while (*path) {
        size_t length = strcspn(path, "/");
        bool is_parent = length == 2 && path[0] == '.' && path[1] == '.';
        if (is_parent) {
            remove_last_component(text);
        } else if (length && !(length == 1 && *path == '.')) {
            text_append(text, "/");
            text_append_bytes(text, path, length);
        }
        path += length;
        path += *path == '/';
    }
}

static void append_working_directory(Text *text) {
    char name[4096];
    if (getcwd(name, sizeof name)) append_components(text, name);
}

const char *path_absolute(Arena *arena, const char *directory, const char *path) {
    Text text = {0};
    if (*path != '/') {
        if (!directory || *directory != '/') append_working_directory(&text);
        if (directory) append_components(&text, directory);
    }
    append_components(&text, path);
    const char *absolute = arena_copy_text(arena, text.length ? text_value(&text) : "/");
    text_free(&text);
    return absolute;
}

const char *path_canonical(Arena *arena, const char *directory, const char *path) {
    // The unshortened name: "link/.." is not where the link stands.
    const char *joined = directory && *path != '/' ? arena_format(arena, "%s/%s", directory, path) : path;
    char *real = realpath(joined, NULL);
    if (!real) return path_absolute(arena, directory, path);
    const char *copy = arena_copy_text(arena, real);
    free(real);
    return copy;
}

const char *path_directory(Arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash) return ".";
    return slash == path ? "/" : arena_copy_bytes(arena, path, (size_t)(slash - path));
}

const char *path_base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *file_problem(const char *path) {
    struct stat info;
    if (stat(path, &info)) return strerror(errno);
    if (S_ISDIR(info.st_mode)) return "is a directory";
    if (!S_ISREG(info.st_mode)) return "is not a regular file";
    return access(path, R_OK) ? strerror(errno) : NULL;
}

static size_t read_stream(FILE *stream, size_t limit, Text *text) {
    char buffer[1 << 14];
    size_t length;
    do {
        length = fread(buffer, 1, sizeof buffer, stream);
        text_append_bytes(text, buffer, length);
    } while (length == sizeof buffer && text->length <= limit);
    return text->length;
}

Status file_read(const char *path, size_t limit, Arena *arena, Messages *messages, char **bytes, size_t *size) {
    const char *problem = file_problem(path);
    FILE *stream = problem ? NULL : fopen(path, "rb");
    if (!stream) {
        message_add(messages, SEVERITY_ERROR, path, 0, "cannot be read: %s", problem ? problem : strerror(errno));
        return STATUS_BAD_INPUT;
    }
    Text text = {0};
    *size = read_stream(stream, limit, &text);
    bool is_broken = ferror(stream);
    fclose(stream);
    *bytes = arena_copy_bytes(arena, text_value(&text), *size);
    text_free(&text);
    if (!is_broken && *size <= limit) return STATUS_OK;
    message_add(messages, SEVERITY_ERROR, path, 0, is_broken ? "cannot be read: read error" : "is too large");
    return STATUS_BAD_INPUT;
}
