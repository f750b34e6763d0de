// SPDX-License-Identifier: MIT
#include "report/paths.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

// Takes "." and ".." out; leading ".." of a relative path stay.
static char *normalize(const char *path, Arena *arena) {
    char *result = arena_allocate(arena, strlen(path) + 2);
    bool is_absolute = path[0] == '/';
    size_t length = 0, fixed = 0; // `fixed`: what a ".." cannot take away
    for (const char *at = path; *at;) {
        size_t part = strcspn(at, "/");
        const char *next = at + part + (at[part] == '/');
        if (part == 2 && at[0] == '.' && at[1] == '.' && length > fixed) {
            while (length > fixed && result[length - 1] != '/') length--;
            if (length > fixed) length--;
        } else if (part && !(part == 1 && at[0] == '.')) {
            bool goes_up = part == 2 && at[0] == '.' && at[1] == '.';
            if (!(goes_up && is_absolute)) {
                if (length || is_absolute) result[length++] = '/';
                memcpy(result + length, at, part);
                length += part;
                if (goes_up) fixed = length;
            }
        }
        at = next;
    }
    if (!length) result[length++] = is_absolute ? '/' : '.';
    result[length] = 0;
    return result;
}

const char *path_from_root(const char *path, const char *root, Arena *arena) {
    if (!root) return normalize(path, arena);
    char *base = normalize(root, arena);
    char *full = normalize(path[0] == '/' ? path : arena_format(arena, "%s/%s", base, path), arena);
    size_t length = strcmp(base, "/") ? strlen(base) : 0;
    return !strncmp(full, base, length) && full[length] == '/' && full[length + 1] ? full + length + 1 : full;
}

const char *path_as_uri(const char *path, Arena *arena) {
    static const char digits[] = "0123456789ABCDEF";
    char *uri = arena_allocate(arena, 3 * strlen(path) + 1), *at = uri;
    for (const unsigned char *byte = (const unsigned char *)path; *byte; byte++) {
        if (*byte < 0x80 && (isalnum(*byte) || strchr("-._~/", *byte))) {
            *at++ = (char)*byte;
            continue;
        }
        *at++ = '%';
        *at++ = digits[*byte >> 4];
        *at++ = digits[*byte & 15];
    }
    *at = 0;
    return uri;
}
