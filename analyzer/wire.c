// SPDX-License-Identifier: MIT
#include "wire.h"

#include <string.h>

void wire_put_number(Text *out, uint64_t number) {
    char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (char)(number >> 8 * i);
    text_append_bytes(out, bytes, sizeof bytes);
}

void wire_put_bytes(Text *out, const void *bytes, size_t size) {
    wire_put_number(out, size);
    text_append_bytes(out, bytes, size);
}

void wire_put_text(Text *out, const char *text) {
    wire_put_number(out, text != NULL);
    if (text) wire_put_bytes(out, text, strlen(text));
}

static const char *take(WireReader *reader, size_t size) {
    if (reader->is_broken || size > (size_t)(reader->end - reader->at)) {
        reader->is_broken = true;
        return NULL;
    }
    const char *bytes = reader->at;
    reader->at += size;
    return bytes;
}

uint64_t wire_number(WireReader *reader) {
    uint64_t number = 0;
    const char *bytes = take(reader, sizeof number);
    for (int i = 0; bytes && i < 8; i++) number |= (uint64_t)(unsigned char)bytes[i] << 8 * i;
    return number;
}

const void *wire_bytes(WireReader *reader, size_t *size) {
    *size = wire_number(reader);
    const char *bytes = take(reader, *size);
    if (!bytes) *size = 0;
    return bytes;
}

const char *wire_text(WireReader *reader, Arena *arena) {
    if (!wire_number(reader)) return NULL;
    size_t size;
    const char *bytes = wire_bytes(reader, &size);
    return bytes ? arena_copy_bytes(arena, bytes, size) : NULL;
}
