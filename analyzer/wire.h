// SPDX-License-Identifier: MIT
// Numbers (eight bytes, little-endian) and texts as bytes, to hand results from one process to another.
// Reading never goes beyond the end: a result that was cut off is told by is_broken.
#pragma once
#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct WireReader {
    const char *at, *end;
    bool is_broken; // set once something was missing; all later reads give 0 and NULL
} WireReader;

void wire_put_number(Text *out, uint64_t number);
void wire_put_bytes(Text *out, const void *bytes, size_t size);
void wire_put_text(Text *out, const char *text); // NULL is kept apart from ""

uint64_t wire_number(WireReader *reader);
const void *wire_bytes(WireReader *reader, size_t *size); // points into what is read
const char *wire_text(WireReader *reader, Arena *arena);
