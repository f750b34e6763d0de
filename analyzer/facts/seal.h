// SPDX-License-Identifier: MIT
// Bytes that outlive the process that wrote them: facts files, cache entries, what workers hand over. A seal is a
// header that names the kind of content, the version and layout of the program that wrote it, the length and a
// checksum, so that what was cut, changed or written by another version is told before anything is made of it.
#pragma once
#include "base/arena.h"
#include "base/message.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>

typedef enum SealKind {
    SEAL_UNIT = 1, // a translation unit's program and what was said while it was read
    SEAL_VERDICT,  // what deciding a program gave
    SEAL_SCOPES,   // what exploring its scopes gave
} SealKind;

enum { SEAL_SIZE = 56 }; // bytes of the header

// Appends header and payload to `out`.
void seal_put(SealKind kind, const void *payload, size_t size, Text *out);

// The payload, which lies within `bytes`. STATUS_BAD_INPUT with a message that names `path` when the bytes are not a
// sealed `kind`, were cut or changed, or come from another version of this program.
Status seal_open(SealKind kind, const char *path, const void *bytes, size_t size, Messages *messages,
                 const unsigned char **payload, size_t *payload_size);

// Whether `path` is free, empty, a device, or a file that seal_put began: nothing is lost when it is replaced.
bool seal_may_replace(const char *path);
