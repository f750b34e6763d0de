// SPDX-License-Identifier: MIT
#include "findings/file_bytes.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

bool file_bytes_read(const char *path, Arena *arena, FileBytes *file) {
    *file = (FileBytes){0};
    struct stat status;
    if (stat(path, &status) != 0) return false;
    if (!S_ISREG(status.st_mode)) {
        errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
        return false;
    }
    FILE *stream = fopen(path, "rb");
    if (!stream) return false;
    char *bytes = arena_allocate(arena, (size_t)status.st_size + 1);
    size_t length = fread(bytes, 1, (size_t)status.st_size, stream);
    int error = ferror(stream) ? EIO : 0;
    fclose(stream);
    if (error) {
        errno = error;
        return false;
    }
    bytes[length] = 0;
    *file = (FileBytes){bytes, length};
    return true;
}
