// SPDX-License-Identifier: MIT
// Files that are there whole or not at all: written beside their name, then renamed.
#pragma once
#include "base/message.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

// Whether it could be done; errno says why not. What cannot be renamed over (a device, a pipe) is written directly.
bool file_replace(const char *path, const void *bytes, size_t size);

// The same with a message that names `path`: STATUS_USAGE when it cannot be written.
Status file_write(const char *path, const void *bytes, size_t size, Messages *messages);
