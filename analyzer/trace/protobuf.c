// SPDX-License-Identifier: MIT
#include "trace/protobuf.h"

enum { WIRE_VARINT = 0, WIRE_LENGTH = 2 };

void protobuf_varint(Text *message, uint64_t value) {
    char bytes[10];
    size_t length = 0;
    do {
        bytes[length] = (char)((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
        value >>= 7;
        length++;
    } while (value);
    text_append_bytes(message, bytes, length);
}

void protobuf_number(Text *message, uint32_t field, uint64_t value) {
    if (!value) return;
    protobuf_varint(message, (uint64_t)field << 3 | WIRE_VARINT);
    protobuf_varint(message, value);
}

void protobuf_bytes(Text *message, uint32_t field, const char *bytes, size_t length) {
    protobuf_varint(message, (uint64_t)field << 3 | WIRE_LENGTH);
    protobuf_varint(message, length);
    text_append_bytes(message, bytes, length);
}

void protobuf_nested(Text *message, uint32_t field, Text *nested) {
    protobuf_bytes(message, field, text_value(nested), nested->length);
    text_clear(nested);
}
