// SPDX-License-Identifier: MIT
// File names as reports show them: relative to the root where possible, and as URIs (RFC 3986).
// Purely lexical: symbolic links were resolved when the files were chosen.
#pragma once
#include "base/arena.h"

// `path` without "." and ".." parts and, when it lies below `root`, without `root`. A path that lies
// elsewhere comes out absolute when `root` is known. `root` may be NULL.
const char *path_from_root(const char *path, const char *root, Arena *arena);

// Percent-encodes everything but unreserved characters and '/'.
const char *path_as_uri(const char *path, Arena *arena);
