// SPDX-License-Identifier: MIT
// File names: joining, comparing, reading. All results lie in the caller's arena.
#pragma once
#include "base/arena.h"
#include "base/message.h"
#include "base/status.h"

#include <stdbool.h>

// `path` itself when absolute, else below `directory` (NULL: the working directory); without "." and "..".
const char *path_absolute(Arena *arena, const char *directory, const char *path);

// One name for one file: symbolic links resolved where the file exists, else as path_absolute.
const char *path_canonical(Arena *arena, const char *directory, const char *path);

const char *path_directory(Arena *arena, const char *path); // "." when there is no slash
const char *path_base_name(const char *path);

// The whole file, closed by a zero byte that *size does not count. STATUS_BAD_INPUT with a message when `path` is
// missing, a directory, not readable or larger than `limit` bytes.
Status file_read(const char *path, size_t limit, Arena *arena, Messages *messages, char **bytes, size_t *size);

// Why `path` cannot be read as a regular file ("is a directory", "No such file or directory"), or NULL when it can.
const char *file_problem(const char *path);
