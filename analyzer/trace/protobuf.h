// SPDX-License-Identifier: MIT
// Protocol Buffers' wire format, as much of it as profile.proto needs (protobuf.dev/programming-guides/encoding):
// varint fields, texts, nested messages and packed lists.
#pragma once
#include "base/text.h"

#include <stdint.h>

void protobuf_varint(Text *message, uint64_t value); // a bare one: an item of a packed list

// Zero is the default and is not written.
void protobuf_number(Text *message, uint32_t field, uint64_t value);

void protobuf_bytes(Text *message, uint32_t field, const char *bytes, size_t length);

// Appends `nested` as a field, also when it is empty, and clears it.
void protobuf_nested(Text *message, uint32_t field, Text *nested);
