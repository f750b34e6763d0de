// SPDX-License-Identifier: MIT
// Reads a whole file into an arena: baselines here, source lines in report/.
#pragma once
#include "base/arena.h"

#include <stdbool.h>

typedef struct FileBytes {
    const char *bytes; // closed by a zero byte that `length` does not count; NULL when not read
    size_t length;
} FileBytes;

// False when `path` cannot be read as a regular file; errno then tells why.
bool file_bytes_read(const char *path, Arena *arena, FileBytes *file);
