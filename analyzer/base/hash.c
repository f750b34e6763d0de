// SPDX-License-Identifier: MIT
#include "base/hash.h"

#include <string.h>

static uint64_t mix(uint64_t value) {
    value ^= value >> 30;
    value *= 0xbf58476d1ce4e5b9u;
    value ^= value >> 27;
    value *= 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

static uint64_t rotate(uint64_t value, unsigned bits) {
    return value << bits | value >> (64 - bits);
}

// Two chains of invertible steps over the words, as xxHash has them (Collet), mixed at the end.
static void take_word(uint64_t *low, uint64_t *high, uint64_t word) {
    *low = rotate(*low ^ word, 27) * 0x9e3779b97f4a7c15u;
    *high = rotate(*high + word, 31) * 0xc2b2ae3d27d4eb4fu;
}

Hash hash_bytes(Hash seed, const void *bytes, size_t length) {
    const unsigned char *at = bytes;
    uint64_t low = mix(seed.low ^ (length * 0x9e3779b97f4a7c15u)), high = mix(seed.high + 0x632be59bd9b4e019u + length);
    uint64_t word;
    for (; length >= sizeof word; length -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        take_word(&low, &high, word);
    }
    word = 0;
    memcpy(&word, at, length);
    take_word(&low, &high, word);
    uint64_t mixed = mix(low + rotate(high, 32));
    return (Hash){mixed, mix(high ^ mixed)};
}

Hash hash_text(Hash seed, const char *text) {
    return hash_bytes(seed, text, strlen(text));
}
