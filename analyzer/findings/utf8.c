// SPDX-License-Identifier: MIT
#include "findings/utf8.h"

static const CodePoint ILL_FORMED = {0xfffd, 1, false};

CodePoint utf8_next(const char *bytes, size_t length) {
    const unsigned char *at = (const unsigned char *)bytes;
    if (at[0] < 0x80) return (CodePoint){at[0], 1, true};
    if (at[0] < 0xc2 || at[0] > 0xf4) return ILL_FORMED;
    uint32_t following = at[0] < 0xe0 ? 1 : at[0] < 0xf0 ? 2 : 3;
    // The first continuation byte is narrower: no overlong forms, no surrogates, nothing above U+10FFFF.
    unsigned low = at[0] == 0xe0 ? 0xa0 : at[0] == 0xf0 ? 0x90 : 0x80;
    unsigned high = at[0] == 0xed ? 0x9f : at[0] == 0xf4 ? 0x8f : 0xbf;
    uint32_t value = at[0] & (0x3fu >> following);
    for (uint32_t i = 1; i <= following; i++) {
        if (i >= length || at[i] < low || at[i] > high) return (CodePoint){0xfffd, i, false};
        value = value << 6 | (at[i] & 0x3fu);
        low = 0x80;
        high = 0xbf;
    }
    return (CodePoint){value, following + 1, true};
}

uint32_t utf16_units(CodePoint point) {
    return point.value > 0xffff ? 2 : 1;
}

uint32_t utf16_length(const char *bytes, size_t length) {
    uint32_t units = 0;
    for (size_t i = 0; i < length;) {
        CodePoint point = utf8_next(bytes + i, length - i);
        units += utf16_units(point);
        i += point.length;
    }
    return units;
}
