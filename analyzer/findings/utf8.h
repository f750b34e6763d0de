// SPDX-License-Identifier: MIT
// Reads UTF-8 that may be broken, as browsers and editors do: each maximal ill-formed piece counts
// as one U+FFFD (Unicode 15, section 3.9, "U+FFFD Substitution of Maximal Subparts"). Source files,
// file names and texts reach the reports as bytes; columns and JSON need characters.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct CodePoint {
    uint32_t value;  // U+FFFD for an ill-formed piece
    uint32_t length; // bytes read, at least 1
    bool is_valid;
} CodePoint;

// Reads one code point from `bytes`, which holds `length` > 0 bytes.
CodePoint utf8_next(const char *bytes, size_t length);

// 2 for code points outside the basic plane, else 1.
uint32_t utf16_units(CodePoint point);

// UTF-16 code units that `length` bytes take when decoded.
uint32_t utf16_length(const char *bytes, size_t length);
