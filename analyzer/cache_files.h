// SPDX-License-Identifier: MIT
// A folder of files named by 128-bit keys, with a limit on their size together: what was not used for longest goes
// first. Several processes may use one folder at once.
#pragma once
#include "base/arena.h"
#include "base/hash.h"
#include "base/message.h"

typedef struct CacheFiles CacheFiles;

// The folder is made when the first file is kept. A folder that cannot be written is one note in `messages`.
CacheFiles *cache_files_open(Arena *arena, const char *directory, Messages *messages);

// The file's bytes in `arena`, NULL when there is none. Counts as a use.
const char *cache_files_get(CacheFiles *files, Hash key, Arena *arena, size_t *size);
void cache_files_put(CacheFiles *files, Hash key, const void *bytes, size_t size);

// Removes files until those that are left take less than `limit` bytes.
void cache_files_trim(CacheFiles *files, uint64_t limit);

// Trims to the usual limit when something was kept.
void cache_files_close(CacheFiles *files);
