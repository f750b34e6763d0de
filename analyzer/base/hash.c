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

Hash hash_bytes(Hash seed, const void *bytes, size_t length) {
    const unsigned char *at = bytes;
    uint64_t low = seed.low ^ (length * 0x9e3779b97f4a7c15u), high = seed.high + 0x632be59bd9b4e019u + length;
    while (length) {
        uint64_t word = 0;
        size_t take = length < sizeof word ? length : sizeof word;
        memcpy(&word, at, take);
        low = mix(low ^ word);
        high = mix(high + word * 0x9e3779b97f4a7c15u) ^ low;
        at += take;
        length -= take;
    }
    return (Hash){mix(low), mix(high)};
}

Hash hash_text(Hash seed, const char *text) {
    return hash_bytes(seed, text, strlen(text));
}
