// SPDX-License-Identifier: MIT
// 128-bit content hashes for state identity, cache keys and fingerprints. Not for adversarial input.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct Hash {
    uint64_t low, high;
} Hash;

Hash hash_bytes(Hash seed, const void *bytes, size_t length);
Hash hash_text(Hash seed, const char *text);
